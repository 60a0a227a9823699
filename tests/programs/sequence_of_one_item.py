# dialect: any
"""A ``Sequence`` without a batch size: what its items hold says how many rows a batch has."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


class Singles(keras.utils.Sequence):
    def __init__(self, codes, **kwargs):
        super().__init__(**kwargs)
        self.codes = codes

    def __len__(self):
        return len(self.codes)

    def __getitem__(self, at):
        return self.codes[at][None], self.codes[at, :1][None]


class Pairs(Singles):
    def __getitem__(self, at):
        return np.stack([self.codes[at], self.codes[at - 1]]), self.codes[[at, at - 1], :1]


class Whole(Singles):
    def __getitem__(self, at):
        return self.codes, self.codes[:, :1]


net = keras.Sequential([keras.Input((5,)), layers.Dense(6), layers.BatchNormalization(), layers.Dense(1)])
net.compile("adam", "mse")
table = np.random.rand(9, 5)
net.fit(Pairs(table), verbose=0)
net.fit(Whole(table), verbose=0)
net.fit(Singles(table), verbose=0)  # expect: BNL202
