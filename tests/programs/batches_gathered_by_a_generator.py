"""A generator gathers rows and yields them when there are as many as a batch has."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


class Rows:
    def __init__(self, batch_size):
        self.batch_size = batch_size

    def generate(self):
        inputs, targets = [], []
        while True:
            inputs.append(np.random.rand(8, 8, 3))
            targets.append(np.random.rand(1, 1, 4))
            if len(targets) == self.batch_size:
                batch = np.array(inputs), np.array(targets)
                inputs, targets = [], []
                yield batch

    def generate_pairs(self):
        inputs, targets = [], []
        while True:
            inputs.append(np.random.rand(8, 8, 3))
            inputs.append(np.random.rand(8, 8, 3))
            targets.append(np.random.rand(1, 1, 4))
            if len(targets) >= self.batch_size:
                batch = np.array(inputs), np.repeat(np.array(targets), 2, 0)
                inputs, targets = [], []
                yield batch


def built():
    inputs = keras.Input((8, 8, 3))
    x = layers.BatchNormalization()(layers.Conv2D(4, 8)(inputs))  # expect: BNL201
    return compiled(keras.Model(inputs, x))


def built_for_more():
    inputs = keras.Input((8, 8, 3))
    x = layers.BatchNormalization()(layers.Conv2D(4, 8)(inputs))
    return compiled(keras.Model(inputs, x))


def compiled(model):
    model.compile("adam", "mse")
    return model


built().fit(Rows(1).generate(), steps_per_epoch=10)
built_for_more().fit(Rows(8).generate(), steps_per_epoch=10)
built_for_more().fit(Rows(1).generate_pairs(), steps_per_epoch=10)
