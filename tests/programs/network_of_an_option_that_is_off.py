# dialect: any
"""Of two networks that an option picks from the one is named that is there without it."""
import argparse

import keras
import tensorflow as tf


class Wanted(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()
        self.last = keras.layers.Dense(1)

    def call(self, x, training=None):
        return self.last(self.norm(x, training=training))


class Usual(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.Dense(8)
        self.norm = keras.layers.BatchNormalization()
        self.last = keras.layers.Dense(1)

    def call(self, x, training=None):
        return self.last(self.norm(self.first(x), training=training))


parser = argparse.ArgumentParser()
parser.add_argument("--wanted", action="store_true")
options = parser.parse_args()
if options.wanted:
    network = Wanted()
else:
    network = Usual()
if not options.wanted:
    other = Usual()
else:
    other = Wanted()
rows = tf.random.normal((32, 4))
optimizer = keras.optimizers.SGD(0.01)
for _ in range(5):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, network.trainable_variables), network.trainable_variables))
optimizer = keras.optimizers.SGD(0.01)
for _ in range(5):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(other(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, other.trainable_variables), other.trainable_variables))
print(network(rows), other(rows))
