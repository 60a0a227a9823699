"""A layer and a function that nobody can look into stand in the middle of a graph: what is before them stays in it."""

import tensorflow as tf
from norms_from_elsewhere import GroupNorm, shake
from tensorflow import keras
from tensorflow.keras import layers


def build():
    inputs = keras.Input((16, 16, 3))
    x = layers.Conv2D(8, 3)(inputs)
    x = layers.BatchNormalization()(x)
    x = GroupNorm(4)(x)
    x = layers.RandomHeight(0.1)(x)
    x = shake(x)
    return keras.Model(inputs, layers.Conv2D(3, 3)(x))


def build_without():
    inputs = keras.Input((16, 16, 3))
    x = GroupNorm(4)(layers.Conv2D(8, 3)(inputs))
    return keras.Model(inputs, layers.Conv2D(3, 3)(shake(x)))


network, other, optimizer = build(), build_without(), keras.optimizers.Adam()
for batch in tf.random.normal((3, 4, 16, 16, 3)):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(batch)) + tf.reduce_mean(other(batch))  # expect: BNL102
    variables = network.trainable_variables + other.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
