"""An option says how many outputs a network has: running over them loses nothing of it."""
import sys

import tensorflow as tf
from tensorflow.keras.layers import BatchNormalization, Conv2D, Input

TINY = "--tiny" in sys.argv[1:]
DATA = tf.data.Dataset.from_tensor_slices((tf.ones((8, 32, 32, 3)), tf.ones((8, 28, 28, 4)))).batch(4)


def network(inputs, tiny):
    x = BatchNormalization()(Conv2D(4, 5)(inputs))
    if tiny:
        return [x, Conv2D(4, 3)(x)]
    return [x, Conv2D(4, 3)(x), Conv2D(4, 5)(x)]


def plain(inputs, tiny):
    x = Conv2D(4, 5)(inputs)
    if tiny:
        return [x, Conv2D(4, 3)(x)]
    return [x, Conv2D(4, 3)(x), Conv2D(4, 5)(x)]


def gathered(build):
    inputs = Input((32, 32, 3))
    outputs = []
    for each in build(inputs, TINY):
        outputs.append(each)
    return tf.keras.Model(inputs, outputs)


def decoded(build):
    inputs = Input((32, 32, 3))
    outputs = []
    for number, each in enumerate(build(inputs, TINY)):
        outputs.append(Conv2D(4 + number, 1)(each))
    return tf.keras.Model(inputs, outputs)


def learn(model, gradients):
    tf.keras.optimizers.Adam().apply_gradients(zip(gradients, model.trainable_variables))


def train(model, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x, training=True)[0] - y) ** 2)
    learn(model, tape.gradient(loss, model.trainable_variables))


def train_without_the_flag(model, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x)[0] - y) ** 2)  # expect: BNL102
    learn(model, tape.gradient(loss, model.trainable_variables))


def train_what_has_none(model, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x)[0] - y) ** 2)
    learn(model, tape.gradient(loss, model.trainable_variables))


def test(model, x, y):
    tf.print(tf.reduce_mean((model(x, training=True)[0] - y) ** 2))  # expect: BNL105


first, second, third = gathered(network), decoded(network), gathered(plain)
for x, y in DATA:
    train(first, x, y)
    train_without_the_flag(second, x, y)
    train_what_has_none(third, x, y)
for x, y in DATA:
    test(first, x, y)
