"""A keras.utils.Sequence of the program hands out the batches, of the size that it was built with."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential, layers


class Batches(tf.keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return len(self.x) // self.batch_size

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return self.x[rows], self.y[rows]


class Unsized(tf.keras.utils.Sequence):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        return np.zeros((8, 3)), np.zeros((8, 1))


def network():
    model = Sequential([tf.keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


x, y = np.random.normal(size=(32, 3)), np.random.normal(size=(32, 1))
network().fit(Batches(x, y, 1), verbose=0)  # expect: BNL202
network().fit(Batches(x, y, batch_size=8), verbose=0)
network().fit(Unsized(), verbose=0)
