"""What a Lambda layer wraps runs at each call of the model: the layers that it builds are new each time."""
from tensorflow import keras
from tensorflow.keras import layers


class Blocks:
    def __init__(self, width):
        self.width = width
        self.norm = layers.BatchNormalization()

    def fresh(self, x):
        x = layers.Dense(self.width)(x)
        return layers.BatchNormalization()(x)  # expect: BNL110

    def kept(self, x):
        return self.norm(x)


def network(width):
    blocks = Blocks(width)
    rows = keras.Input((4,))
    hidden = layers.Lambda(blocks.fresh)(rows)
    hidden = layers.Lambda(blocks.kept)(hidden)
    return keras.Model(rows, layers.Lambda(lambda t: t * 2.0)(hidden))
