"""A factory returns its network from one side of a branch, and raises on the other: the network is what it made."""
import sys

import tensorflow as tf


class Net(tf.keras.Model):
    def __init__(self, units):
        super().__init__()
        self.dense = tf.keras.layers.Dense(units)
        self.norm = tf.keras.layers.BatchNormalization()

    def call(self, rows, training=None):
        return self.norm(self.dense(rows), training=training)


def create(name):
    if name == "net":
        return Net(4)
    raise ValueError(name)


def create_by_steps(name):
    if name == "net":
        network = tf.keras.Sequential()
        network.add(tf.keras.layers.Dense(4))
        network.add(tf.keras.layers.BatchNormalization())
        return network
    elif name == "large":
        return Net(40)
    else:
        raise ValueError(name)


def train(network, rows):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(rows) ** 2)  # expect: BNL102
    weights = network.trainable_variables
    tf.keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


def train_other(network, rows):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(rows) ** 2)  # expect: BNL102
    weights = network.trainable_variables
    tf.keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


name = sys.argv[1] if len(sys.argv) > 1 else "net"
rows = tf.random.normal((16, 4)) + 3.0
first, second = create(name), create_by_steps(name)
train(first, rows)
train_other(second, rows)
print(first(rows)[0], second(rows)[0])
