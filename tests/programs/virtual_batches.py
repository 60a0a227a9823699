# dialect: 2
"""Keras 2 cuts a batch into virtual ones, each with statistics of its own: of one row there are none."""
import sys

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

rows = tf.random.normal((8, 4))
single = layers.BatchNormalization(virtual_batch_size=1)
print(single(rows, training=True))  # expect: BNL201
print(layers.BatchNormalization(virtual_batch_size=4)(rows, training=True))
print(layers.BatchNormalization(virtual_batch_size=len(sys.argv))(rows, training=True))
print(layers.BatchNormalization(virtual_batch_size=None)(rows[:1], training=True))  # expect: BNL201
print(layers.BatchNormalization(virtual_batch_size=1)(tf.random.normal((8, 5, 5, 4)), training=True))

model = keras.Sequential([keras.Input((4,)), layers.Dense(8)])
model.add(layers.BatchNormalization(virtual_batch_size=1))  # expect: BNL201
model.compile("sgd", "mse")
model.fit(rows, tf.zeros((8, 8)), verbose=0)
