# dialect: any
"""Layers frozen by their index, in loops whose length nobody knows: the input of a graph is layer 0."""

import sys

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

DEPTH = int(sys.argv[1]) if len(sys.argv) > 1 else 5


def network():
    inputs = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3)(inputs)
    x = layers.Conv2D(4, 3)(x)
    x = layers.BatchNormalization()(x)  # layer 3
    return keras.Model(inputs, layers.Dense(2)(layers.GlobalAveragePooling2D()(x)))


def step(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(tf.random.normal((4, 8, 8, 3), 3.0)) ** 2)  # expect: BNL102
    weights = model.trainable_variables
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


def step_frozen(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(tf.random.normal((4, 8, 8, 3), 3.0)) ** 2)
    weights = model.trainable_variables
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


def step_guarded(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(tf.random.normal((4, 8, 8, 3), 3.0)) ** 2)  # expect: BNL102
    weights = model.trainable_variables
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


before = network()
before.get_layer(index=2).trainable = False
step(before)
frozen = network()
frozen.get_layer(index=3).trainable = False
step_frozen(frozen)

some = network()
for number in range(DEPTH):
    if number < 3:
        some.get_layer(index=number).trainable = False
step_guarded(some)
all_of_them = network()
for number in range(DEPTH):
    if number <= 3:
        all_of_them.layers[number].trainable = False
step_frozen(all_of_them)
late = network()
for number in range(DEPTH):
    if number >= 3:
        continue
    late.layers[number].trainable = False
step_guarded(late)
unknown = network()
for number in range(DEPTH):
    unknown.layers[number].trainable = False
step_frozen(unknown)
