# dialect: any
"""A batch grows round by round and is handed out when it is full: it has as many rows as there were rounds."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

full = int(open("size.txt").read())
data = np.load("rows.npy")


def network():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


def handed_out(rows, size=100):
    while True:
        batch, targets = [], []
        for row in rows:
            batch.append(row)
            targets.append(0)
            if len(batch) == size:
                yield np.asarray(batch), np.asarray(targets)
                del batch[:]
                del targets[:]


net = network()
net.fit(handed_out(data, full), steps_per_epoch=10)

batch = []
for number, row in enumerate(data):
    batch.append(row[None])
    if (number + 1) % full == 0:
        net.train_on_batch(np.concatenate(batch), np.zeros(full))
        batch.clear()

batch = []
for row in data:
    batch = batch + [row]
    if len(batch) >= full:
        net.train_on_batch(np.stack(batch), np.zeros(full))
        batch = []

batch = []
for row in data:
    batch += [row]
    if len(batch) % full == 0:
        net.train_on_batch(np.array([row / 255 for row in batch]), np.zeros(full))
        batch = []

batch = None
for row in data:
    batch = row[None] if batch is None else np.vstack([batch, row[None]])
    if len(batch) == full:
        net.train_on_batch(batch, np.zeros(full))
        batch = None

pairs = []
for row in data:
    pairs.append((row, 0))
    if len(pairs) == full:
        rows, targets = zip(*pairs)
        net.train_on_batch(np.array(rows), np.array(targets))
        pairs = []


class Collector:
    def __init__(self):
        self.net = network()
        self.rows = []

    def add(self, row):
        self.rows.append(row)
        if len(self.rows) == full:
            self.net.train_on_batch(np.array(self.rows), np.zeros(full))
            self.rows = []


collector = Collector()
for row in data:
    collector.add(row)

for row in data:
    batch = []
    batch.append(row)
    net.train_on_batch(np.array(batch), np.zeros(1))  # expect: BNL202

one, target = zip(*[(data[0], 0)])
net.train_on_batch(np.array(one), np.array(target))  # expect: BNL202
