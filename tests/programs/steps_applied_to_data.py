# dialect: any
"""Data sets that get their batches by ``apply`` or by the lengths of rows, and rows made of one, again and again."""

import itertools

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def net(steps=None):
    shape = (4,) if steps is None else (None, 4)
    body = [] if steps is None else [layers.GRU(steps)]
    model = keras.Sequential([keras.Input(shape), *body, layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("adam", "mse")
    return model


x = np.random.rand(96, 4).astype("float32")
y = x[:, :1]
data = tf.data.Dataset.from_tensor_slices((x, y))


def singly(rows):
    return rows.batch(1)  # expect: BNL202


net().fit(data.apply(singly))
net().fit(data.apply(lambda rows: rows.batch(1)))  # expect: BNL202
net().fit(data.apply(lambda rows: rows.shuffle(96).batch(16)))
net().fit(data.apply(tf.data.experimental.map_and_batch(lambda a, b: (a, b), 1)))  # expect: BNL202
net().fit(data.apply(tf.data.experimental.map_and_batch(lambda a, b: (a, b), batch_size=16)))
net().fit(data.apply(tf.data.experimental.dense_to_ragged_batch(1)))  # expect: BNL202
net().fit(data.apply(tf.data.experimental.dense_to_ragged_batch(16)))
net().fit(data.batch(16).apply(tf.data.experimental.ignore_errors()))


def walks():
    for row in x:
        yield np.tile(row, (7, 1)), row[:1]


strolls = tf.data.Dataset.from_generator(walks, output_types=("float32",) * 2, output_shapes=((7, 4), 1))


def steps(walk, goal):
    return tf.shape(walk)[0]


net(8).fit(strolls.bucket_by_sequence_length(steps, [20, 40], [1, 1, 1]))  # expect: BNL202
net(8).fit(strolls.bucket_by_sequence_length(steps, [20, 40], [32, 16, 1]))
by_length = tf.data.experimental.bucket_by_sequence_length
net(8).fit(strolls.apply(by_length(steps, [20, 40], bucket_batch_sizes=[1, 1, 1])))  # expect: BNL202
net(8).fit(strolls.apply(by_length(steps, [20, 40], bucket_batch_sizes=[32, 16, 8])))

one = net()
for a, b in zip(x, y):
    one.train_on_batch(np.atleast_2d(a), np.atleast_2d(b))  # expect: BNL202
many = net()
for a, b in zip(np.vsplit(x, 6), np.vsplit(y, 6)):
    many.train_on_batch(np.atleast_2d(a), b)
each = net()
for a, b in zip(np.vsplit(x, len(x)), y):  # expect: BNL202
    each.train_on_batch(a, b[None])

pairs = [(row[None], goal[None]) for row, goal in zip(x, y)]  # expect: BNL202
singly_again = net()
rounds = itertools.cycle(pairs)
for _ in range(200):
    singly_again.train_on_batch(*next(rounds))
halves = [(x[:48], y[:48]), (x[48:], y[48:])]
again = net()
for (a, b), _ in zip(itertools.cycle(halves), range(200)):
    again.train_on_batch(a, b)
repeated = net()
for model in itertools.repeat(repeated, 3):
    model.train_on_batch(x[:1], y[:1])  # expect: BNL202
