# dialect: any
"""A ``Sequence`` whose items are taken by their numbers: how many there are is what a batch holds."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


class Numbered(keras.utils.Sequence):
    def __init__(self, table, count):
        super().__init__()
        self.table, self.count = table, count

    def __len__(self):
        return len(self.table) // self.count

    def __getitem__(self, at):
        rows = np.arange(at * self.count, (at + 1) * self.count)
        return self.table[rows], self.table[rows, :1]


class Listed(Numbered):
    def __getitem__(self, at):
        rows = self.table[at * self.count : (at + 1) * self.count]
        return np.array([row[:4] for row in rows]), np.array([row[4:] for row in rows])


class Counted(Numbered):
    def __getitem__(self, at):
        rows = [self.table[i] for i in range(at * self.count, (at + 1) * self.count)]
        return np.array(rows), np.array([row[:1] for row in rows])


def network(columns):
    net = keras.Sequential([keras.Input((columns,)), layers.Dense(6), layers.BatchNormalization(), layers.Dense(1)])
    net.compile("adam", "mse")
    return net


table = np.random.rand(48, 5)
network(5).fit(Numbered(table, 16), verbose=0)
network(5).fit(Numbered(table, 1), verbose=0)  # expect: BNL202
network(4).fit(Listed(table, 16), verbose=0)
network(4).fit(Listed(table, 1), verbose=0)  # expect: BNL202
network(5).fit(Counted(table, 16), verbose=0)
network(5).fit(Counted(table, 1), verbose=0)  # expect: BNL202
