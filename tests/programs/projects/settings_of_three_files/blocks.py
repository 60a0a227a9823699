"""What a third file hands over from the settings is unpacked here, and reported here."""

from tensorflow import keras


def block(x, width, norm=None):
    x = keras.layers.Dense(width, use_bias=False)(x)
    x = keras.layers.BatchNormalization(**(norm or {}))(x)  # expect: BNL303
    return keras.layers.ReLU()(x)


class Block(keras.layers.Layer):
    def __init__(self, width, norm):
        super().__init__()
        self.dense = keras.layers.Dense(width, use_bias=False)
        self.norm = keras.layers.BatchNormalization(**norm)  # expect: BNL301

    def call(self, x, training=None):
        return self.norm(self.dense(x), training=training)


def plain(x, width, norm=None):
    return keras.layers.BatchNormalization(**(norm or {}))(keras.layers.Dense(width)(x))


class Plain(Block):
    def __init__(self, width, norm):
        keras.layers.Layer.__init__(self)
        self.dense = keras.layers.Dense(width, use_bias=False)
        self.norm = keras.layers.BatchNormalization(**norm)
