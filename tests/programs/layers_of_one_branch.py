"""A branch that nobody can decide adds a layer: BatchNormalization is there for whoever asks for it."""
import sys

import tensorflow as tf
from tensorflow.keras import Sequential, layers

VERBOSE = len(sys.argv) > 1


def step(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((8, 3))) ** 2)  # expect: BNL102
    weights = net.trainable_variables
    tf.keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


def step_if_asked(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((8, 3))) ** 2)  # expect: BNL102
    weights = net.trainable_variables
    tf.keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


certain = Sequential([layers.Dense(4)])
if VERBOSE:
    certain.add(layers.Dropout(0.1))
certain.add(layers.BatchNormalization())
step(certain)

uncertain = Sequential([layers.Dense(4)])
if VERBOSE:
    uncertain.add(layers.BatchNormalization())
uncertain.add(layers.Dense(1))
step_if_asked(uncertain)

parts = [layers.Dense(4)]
if VERBOSE:
    parts.append(layers.BatchNormalization())
step_if_asked(Sequential(parts))
