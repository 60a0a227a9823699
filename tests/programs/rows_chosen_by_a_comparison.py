# dialect: any
"""One row stays one where a comparison chooses entries of it; a comparison of more rows makes more of it."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

net = keras.Sequential([keras.Input((4,)), layers.Dense(6), layers.BatchNormalization(), layers.Dense(1)])
net.compile("sgd", "mse")
row = np.random.rand(1, 4).astype("float32")
trow = tf.constant(row)
eight = np.random.rand(8, 4).astype("float32")
one, three = np.zeros((1, 1)), np.zeros((3, 1))

net.train_on_batch(np.where(row > 0.5, row, 0.0), one)  # expect: BNL202
net.train_on_batch(np.where((row > 0.2) & ~(row > 0.8), row, 0.0), one)  # expect: BNL202
net.train_on_batch(tf.where(trow >= 0.5, tf.ones_like(trow), trow), one)  # expect: BNL202
net.train_on_batch(row * (row != 0.5), one)  # expect: BNL202

net.train_on_batch(np.where(np.random.rand(3, 4) > 0.5, row, 0.0), three)
net.train_on_batch(np.where(row < np.random.rand(3, 1), row, 0.0), three)
chosen = eight[eight[:, 0] > -1.0]
net.train_on_batch(chosen, np.zeros((len(chosen), 1)))
chosen = np.repeat(row, 3, axis=0)[np.ones(3) == 1]
net.train_on_batch(chosen, three)
loaded = np.load("rows.npy")[(eight[:, 0] > -1.0) & (eight[:, 1] > -1.0)]
net.train_on_batch(loaded, np.zeros((len(loaded), 1)))
