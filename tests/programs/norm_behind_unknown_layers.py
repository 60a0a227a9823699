# dialect: any
"""Layers of a library that is not read: two of them are two, whatever they are; what has no weights is none."""

import tensorflow as tf
from some_library import Crop, GraphConv, augment
from tensorflow import keras
from tensorflow.keras import layers

try:
    from some_library import SpectralDense
except ImportError:
    from tensorflow.keras.layers import Dense as SpectralDense


class Slip(keras.Model):
    def __init__(self):
        super().__init__()
        self.first, self.second = GraphConv(8), GraphConv(filters=8)
        self.norm, self.unused = layers.BatchNormalization(), layers.BatchNormalization()

    def call(self, x, training=None):
        x = self.norm(self.first(x), training=training)
        return self.norm(self.second(x), training=training)  # expect: BNL402


class Tried(keras.Model):
    def __init__(self):
        super().__init__()
        self.blocks = [SpectralDense(8) for _ in range(2)]
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        for block in self.blocks:
            x = self.norm(block(x), training=training)  # expect: BNL402
        return x


class Twins(keras.Model):
    """One tower for both inputs."""

    def __init__(self):
        super().__init__()
        self.tower, self.norm = GraphConv(8), layers.BatchNormalization()

    def call(self, inputs, training=None):
        left, right = inputs
        return self.norm(self.tower(left), training=training) + self.norm(self.tower(right), training=training)


class Views(keras.Model):
    """Two views of one image, made without weights."""

    def __init__(self):
        super().__init__()
        self.near, self.far = Crop(24), Crop(32)
        self.tower, self.norm = layers.Dense(8), layers.BatchNormalization()

    def call(self, x, training=None):
        near, far = self.tower(self.near(x)), self.tower(self.far(augment(x)))
        return self.norm(near, training=training) + self.norm(far, training=training)


inputs = keras.Input((8, 8, 3))
shared = layers.BatchNormalization()
outputs = shared(GraphConv(8)(shared(GraphConv(8)(inputs))))  # expect: BNL402
graph = keras.Model(inputs, outputs)
x = tf.zeros((16, 4))
for model in (Slip(), Tried()):
    model.compile("sgd", "mse")
    model.fit(x, tf.zeros((16, 8)))
for model in (Twins(), Views()):
    model.compile("sgd", "mse")
    model.fit((x, x), tf.zeros((16, 8)))
