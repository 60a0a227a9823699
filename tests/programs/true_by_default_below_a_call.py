"""A layer whose flag is True by default, below a ``call`` without one: Keras 3 leaves it at that in predict, too."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.random.rand(8, 4).astype("float32")


class Block(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.bn = layers.BatchNormalization()

    def call(self, x, training=True):
        return self.bn(x, training=training)


class InSequential(keras.Model):
    def __init__(self):
        super().__init__()
        self.blocks = keras.Sequential([Block()])  # expect[3]: BNL105

    def call(self, x):
        return self.blocks(x)


class InList(keras.Model):
    def __init__(self):
        super().__init__()
        self.blocks = [Block(), Block()]

    def call(self, x):
        for block in self.blocks:
            x = block(x)  # expect[3]: BNL105
        return x


class Takes(keras.Model):
    def __init__(self):
        super().__init__()
        self.block = Block()

    def call(self, x, training=None):
        return self.block(x)


class Tells(keras.Model):
    def __init__(self):
        super().__init__()
        self.block = Block()

    def call(self, x):
        return self.block(x, training=True)  # expect: BNL105


class OnlyTrains(keras.Model):
    def __init__(self):
        super().__init__()
        self.block = Block()

    def call(self, x):
        return self.block(x)


def functional():
    rows = keras.Input((4,))
    return keras.Model(rows, Block()(rows))


for make in (InSequential, InList, Takes, Tells, functional):
    model = make()
    model.compile("sgd", "mse")
    model.fit(ROWS, ROWS)
    print(model.predict(ROWS))
model = OnlyTrains()
model.compile("sgd", "mse")
model.fit(ROWS, ROWS)
