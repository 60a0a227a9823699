# why: on JAX fit runs call by itself, so that a flag which call does not hand on reaches nobody
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
from keras import layers

x = np.random.normal(5.0, 3.0, (32, 4)).astype("float32")
y = np.random.normal(size=(32, 1)).astype("float32")


def train(model):
    model.compile("sgd", "mse")
    model.fit(x, y, batch_size=8, epochs=1, verbose=0)


class Block(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x)  # a layer is called with a context


class Left(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()
        self.head = layers.Dense(1)

    def call(self, x, training=None):
        return self.head(self.norm(x))  # expect: BNL107


class WithBlocks(keras.Model):
    def __init__(self):
        super().__init__()
        self.handed = Block()
        self.left = Block()
        self.tail = keras.Sequential([layers.BatchNormalization(), layers.Dense(1)])

    def call(self, x, training=None):
        x = self.handed(x, training=training)
        x = self.left(x)  # expect: BNL107
        return self.tail(x)  # expect: BNL107


class Handed(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()
        self.head = layers.Dense(1)

    def call(self, x, training=None):
        return self.head(self.norm(x, training=training))


class OnFunctions(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()
        self.head = layers.Dense(1)

    def encode(self, x, training):
        return keras.ops.relu(self.norm(x, training=training))

    def call(self, x, training=None):
        return self.head(self.encode(x, training))


class Inside(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x)  # only ever part of another model, which calls it


class NoFlag(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()
        self.head = layers.Dense(1)

    def call(self, x):  # expect: BNL103
        return self.head(self.norm(x))


class OnTop(keras.Sequential):
    def call(self, x, training=None):
        return super().call(x, training=training)


train(Left())
train(WithBlocks())
train(Handed())
train(OnFunctions())
train(keras.Sequential([keras.Input((4,)), Inside(), layers.Dense(1)]))
train(NoFlag())
train(OnTop([layers.BatchNormalization(), layers.Dense(1)]))
train(keras.Sequential([keras.Input((4,)), layers.BatchNormalization(), layers.Dense(1)]))
