"""``training=True`` in a graph that a caller hands in, or a default: what becomes of it has to change there."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.ones((8, 4))


def by_default(x, training=True):
    return layers.BatchNormalization()(x, training=training)  # expect: BNL106


def by_argument(x, training=True):
    return layers.BatchNormalization()(x, training=training)  # expect: BNL106


def by_context(x, training=None):
    return layers.BatchNormalization()(x, training=training)


class Network:
    def __init__(self, width=8, training=True):
        self.width = width
        self.training = training

    def build(self, x):
        x = layers.BatchNormalization()(layers.Dense(self.width)(x), training=self.training)
        return layers.BatchNormalization()(layers.Dense(self.width)(x), training=self.training)


rows = keras.Input((4,))
x = by_context(by_argument(by_default(rows), training=True))
x = Network(training=True).build(x)  # expect: BNL106
x = Network(training=None).build(x)
model = keras.Model(rows, x)
model.compile("sgd", "mse")
model.fit(ROWS, np.ones((8, 8)))
print(model.predict(ROWS))
