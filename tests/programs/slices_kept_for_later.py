# dialect: any
"""Slices in names: what is taken of an array by them has as many rows as by the same numbers between brackets."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.random.rand(64, 8).astype("float32")


def network():
    net = keras.Sequential([keras.Input((8,)), layers.Dense(16), layers.BatchNormalization(), layers.Dense(1)])
    net.compile("sgd", "mse")
    return net


def parts(count):
    for first in range(0, len(ROWS), count):
        part = np.s_[first : first + count]
        yield ROWS[part], ROWS[part][:, 0]  # expect: BNL202


net = network()
for i in range(64):
    one = slice(i, i + 1)
    net.train_on_batch(ROWS[one], ROWS[one][:, 0])  # expect: BNL202
net = keras.Sequential([keras.Input((8,)), layers.Dense(16), layers.BatchNormalization(), layers.Dense(1)])
net.compile("sgd", "mse")
for rows, wanted in parts(1):
    net.train_on_batch(rows, wanted)
net = keras.Sequential([keras.Input((8,)), layers.Dense(16), layers.BatchNormalization(), layers.Dense(1)])
net.compile("sgd", "mse")
first = slice(1)
net.train_on_batch(ROWS[first], ROWS[first][:, 0])  # expect: BNL202

net = network()
for i in range(0, 64, 8):
    some = slice(i, i + 8)
    net.train_on_batch(ROWS[some], ROWS[some][:, 0])
for rows, wanted in parts(8):
    net.train_on_batch(rows, wanted)
for ends in ((0, 8, 2), (None, 16), (8,)):
    taken = slice(*ends)
    net.train_on_batch(ROWS[taken], ROWS[taken][:, 0])
second = slice(0, 2, None)
net.train_on_batch(ROWS[second], ROWS[second][:, 0])
both = np.s_[0:8, 1]
print(ROWS[both].shape, ROWS[slice(*np.random.randint(0, 8, 2))].shape)
