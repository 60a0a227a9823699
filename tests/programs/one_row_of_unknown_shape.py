# dialect: any
"""A model is fed one row at a time; of the row nobody knows how long it is."""
import csv
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

net = keras.Sequential([keras.Input((4,)), layers.Dense(6), layers.BatchNormalization(), layers.Dense(1)])
net.compile("sgd", "mse")
world = __import__(sys.argv[1]).World()
seen = world.reset()
table = np.load("table.npy")
y = np.zeros((1, 1))
k = np.random.randint(5)
STEP = 1

net.fit(seen[None], y)  # expect: BNL202
net.fit(seen[np.newaxis, ...], y)  # expect: BNL202
net.fit(np.expand_dims(seen, axis=0), y)  # expect: BNL202
net.fit(tf.expand_dims(seen, 0), y)  # expect: BNL202
net.fit(np.reshape(seen, (1, -1)), y)  # expect: BNL202
net.fit(np.array([seen]), y)  # expect: BNL202
net.fit(tf.convert_to_tensor([seen]), y)  # expect: BNL202
net.fit(tf.cast(seen, tf.float32)[tf.newaxis], y)  # expect: BNL202
net.fit(np.stack([seen]), y)  # expect: BNL202
net.fit(table[k : k + 1], y)  # expect: BNL202
net.fit(table[k - 1 : k, :], y)  # expect: BNL202
net.fit(table[k * STEP : (k + 1) * STEP], y)  # expect: BNL202
net.fit(table[[k]], y)  # expect: BNL202
net.fit(table[k, None], y)  # expect: BNL202
net.train_on_batch(table[k][None], y)  # expect: BNL202
for i in range(len(table)):
    net.train_on_batch(table[i : i + STEP], y)  # expect: BNL202
for record in csv.reader(open("records.csv")):
    net.train_on_batch(np.array([[float(field) for field in record]]), y)  # expect: BNL202
    net.train_on_batch(np.array(record, float)[None], y)  # expect: BNL202

SIZE = 8
many = np.zeros((8, 1))
net.fit(table[k : k + 8], many)
net.fit(table[k * SIZE : (k + 1) * SIZE], many)
net.fit(table[k : k + SIZE], many)
net.fit(table[[k, k + 1]], many)
net.fit(table[k : i + 1], many)
net.fit(world.rows[k : k + 1], many)
net.fit(np.array(world.rows), many)

# An axis behind those that an array has: its rows stay.
net.fit(table[..., None], many)
net.fit(table[..., np.newaxis, np.newaxis], many)
net.fit(np.load("images.npy").astype("float32")[..., tf.newaxis] / 255, many)
net.fit(np.ones((8, 4))[np.greater(np.random.rand(8), 0.5), None], many)
net.fit(table[None, ...], y)  # expect: BNL202
net.fit(table[None, ..., None], y)  # expect: BNL202
