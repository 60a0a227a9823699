"""One of several norms, some of which are classes of the program's own: BN is among them, whoever decides."""

import argparse
import sys

import tensorflow as tf
from tensorflow import keras


class Halved(keras.layers.Layer):
    def call(self, inputs):
        return inputs / 2.0


def graph(norm):
    inputs = keras.Input((4,))
    return keras.Model(inputs, norm(keras.layers.Dense(8)(inputs)))


def kind(name):
    if name == "none":
        return lambda: tf.identity
    elif name == "batch":
        return keras.layers.BatchNormalization
    elif name == "half":
        return Halved
    raise NotImplementedError(name)


class Net(keras.Model):
    def __init__(self, norm):
        super().__init__()
        self.hidden, self.norm = keras.layers.Dense(8), norm()

    def call(self, inputs, training=None):
        hidden = self.hidden(inputs)
        if isinstance(self.norm, keras.layers.BatchNormalization):
            return self.norm(hidden, training=training)
        return self.norm(hidden)


def train(net):
    optimizer = keras.optimizers.Adam()
    for rows in tf.random.normal((3, 16, 4)):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(rows) ** 2)  # expect: BNL102
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def train_with_the_flag(net):
    optimizer = keras.optimizers.Adam()
    for rows in tf.random.normal((3, 16, 4)):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(rows, training=True) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def train_without_norm(net):
    optimizer = keras.optimizers.Adam()
    for rows in tf.random.normal((3, 16, 4)):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(rows) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


parser = argparse.ArgumentParser()
parser.add_argument("--norm", default="batch")
options = parser.parse_args()
either = keras.layers.BatchNormalization if len(sys.argv) > 1 else Halved
train(graph(either()))
train(graph(kind(options.norm)()))
train(Net(either))
train(keras.Sequential([keras.layers.Dense(8), either()]))
train(keras.Sequential([graph(either()), Halved()]))
train_with_the_flag(graph(either()))
train_with_the_flag(Net(kind(options.norm)))
train_without_norm(graph(Halved() if len(sys.argv) > 1 else keras.layers.LayerNormalization()))
