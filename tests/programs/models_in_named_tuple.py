"""The model travels in a NamedTuple; the sources of the gradient are two models' variables in one list."""
from typing import NamedTuple

import tensorflow as tf
from tensorflow.keras import Sequential, layers


class State(NamedTuple):
    trunk: tf.keras.Model
    head: tf.keras.Model
    optimizer: tf.keras.optimizers.Optimizer


def network():
    return Sequential([layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])


state = State(network(), network(), tf.keras.optimizers.SGD(0.1))
with tf.GradientTape() as tape:
    features = state.trunk(tf.random.normal((8, 3)), training=True)
    loss = tf.reduce_mean(state.head(features) ** 2)  # expect: BNL102
weights = [*state.trunk.trainable_variables, *state.head.trainable_variables]
state.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
