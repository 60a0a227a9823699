"""A branch that nobody can decide chooses between blocks of a graph: each is read, and one that it adds."""
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

KIND = sys.argv[1] if len(sys.argv) > 1 else sys.stdin.readline()


class Frozen(layers.Layer):
    def __init__(self, filters):
        super().__init__()
        self.conv = layers.Conv1D(filters, 3, padding="same")
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return tf.nn.relu(self.norm(self.conv(x), training=False))  # expect: BNL104


class Deaf(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x, training=False)  # expect: BNL104


class Extra(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x, training=False)  # expect: BNL104


class Right(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x, training=training)


class Trainer:
    def __init__(self, kind, shape, verbose):
        inputs = keras.Input(shape)
        if kind == "frozen":
            x = Frozen(8)(inputs)
        elif kind == "deaf":
            x = Deaf()(inputs)
        elif kind == "right":
            x = Right()(inputs)
        else:
            x = layers.Conv1D(8, 3)(inputs)
        if verbose:
            x = Extra()(x)
        self.model = keras.Model(inputs, layers.Dense(2)(layers.GlobalAveragePooling1D()(x)))
        self.model.compile("adam", "mse")

    def train(self, x, y):
        self.model.fit(x, y)


Trainer(KIND, (9, 3), KIND.isupper()).train(np.random.rand(32, 9, 3), np.random.rand(32, 2))
