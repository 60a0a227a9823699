"""A list of layers whose length the command line says is gone through by ``functools.reduce``."""

import argparse
import operator
from functools import reduce

import numpy as np
import tensorflow as tf
from tensorflow import keras

parser = argparse.ArgumentParser()
parser.add_argument("--widths", type=int, nargs="+", default=[16, 8])
parser.add_argument("--extra", action="store_true")
args = parser.parse_args()


def layers():
    made = []
    for width in args.widths:
        made += [keras.layers.Dense(width, use_bias=False), keras.layers.BatchNormalization()]
    return made


class Net:
    def __init__(self):
        self.parts = layers()
        if args.extra:
            self.parts.append(keras.layers.ReLU())

    def weights(self):
        return [weight for part in self.parts for weight in part.trainable_variables]


class Silent(Net):
    def __call__(self, x):
        return reduce(lambda value, layer: layer(value), self.parts, x)  # expect: BNL102


class Told(Net):
    def __call__(self, x, training):
        normalised = reduce(lambda value, layer: layer(value, training=training), self.parts, x)
        return normalised / reduce(operator.mul, [len(args.widths) for _ in args.widths])


rows = np.random.rand(32, 6).astype("float32")
optimizer = keras.optimizers.SGD(0.01)
silent = Silent()
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(silent(rows) ** 2)
    weights = silent.weights()
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
print(silent(rows))

optimizer = keras.optimizers.SGD(0.01)
told = Told()
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(told(rows, True) ** 2)
    weights = told.weights()
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
print(told(rows, False))
