import keras


class BatchNormalization(keras.layers.BatchNormalization):
    def __init__(self, freeze=False, **options):
        super().__init__(**options)
        self.trainable = not freeze
