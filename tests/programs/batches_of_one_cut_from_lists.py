# dialect: any
"""Rows that are taken from the front of a list, arrays that are split into many, and as many steps as there are rows."""

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def net():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("adam", "mse")
    return model


class Stream:
    def __init__(self, x, y):
        self.rows = list(zip(x, y))

    def pop(self, n=1):
        out, self.rows = self.rows[:n], self.rows[n:]
        x, y = zip(*out)
        return np.stack(x), np.stack(y)  # expect: BNL202


class Batches:
    def __init__(self, x, y):
        self.rows = list(zip(x, y))

    def pop(self, n=8):
        out, self.rows = self.rows[:n], self.rows[n:]
        x, y = zip(*out)
        return np.stack(x), np.stack(y)


wind = np.random.rand(96, 4)
waves = wind[:, :1]
single, several = Stream(wind, waves), Batches(wind, waves)
one, many = net(), net()
for _ in range(12):
    one.train_on_batch(*single.pop())
    many.train_on_batch(*several.pop())

one, many = net(), net()
for x, y in zip(np.split(wind, 96), np.split(waves, 96)):  # expect: BNL202
    one.train_on_batch(x, y)
for x, y in zip(np.split(wind, 48), np.split(waves, 48)):
    many.train_on_batch(x, y)

net().fit(wind, waves, steps_per_epoch=len(wind), verbose=0)  # expect: BNL202
net().fit(wind, waves, steps_per_epoch=96, verbose=0)  # expect: BNL202
net().fit(wind, waves, steps_per_epoch=12, verbose=0)
net().fit(wind, waves, steps_per_epoch=len(wind) // 8, verbose=0)
net().fit(wind, waves, batch_size=8, steps_per_epoch=12, verbose=0)
