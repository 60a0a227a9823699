# dialect: any
"""Tapes in what objects make of functions that they decorate, and networks that an operator of a class chains."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Differentiated:
    def __init__(self, net, optimizer):
        self.net, self.optimizer = net, optimizer

    def __call__(self, loss):
        def step(*rows):
            with tf.GradientTape() as tape:
                value = loss(*rows)
            weights = self.net.trainable_variables
            self.optimizer.apply_gradients(zip(tape.gradient(value, weights), weights))
            return value

        return step


class Counted:
    def __init__(self, function):
        self.function, self.calls = function, 0

    def __call__(self, *rows):
        self.calls += 1
        with tf.GradientTape() as tape:
            value = self.function(*rows)
        weights = counted.trainable_variables
        third.apply_gradients(zip(tape.gradient(value, weights), weights))
        return value


class Chain:
    def __init__(self, function):
        self.function = function

    def __or__(self, other):
        return Chain(lambda x: other.function(self.function(x)))  # expect: BNL102

    def __call__(self, x):
        return self.function(x)


def net():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


still, moving, chained, counted = net(), net(), net(), net()
optimizer, other, third = keras.optimizers.SGD(), keras.optimizers.SGD(), keras.optimizers.SGD()


@Differentiated(still, keras.optimizers.SGD())
def learn(x, y):
    return tf.reduce_mean((still(x) - y) ** 2)  # expect: BNL102


@Counted
def learn_and_count(x, y):
    return tf.reduce_mean((counted(x) - y) ** 2)  # expect: BNL102


pipeline = Chain(lambda x: 2 * x) | Chain(chained)
moving_pipeline = Chain(lambda x: 2 * x) | Chain(lambda x: moving(x, training=True))
x, y = np.random.rand(32, 4).astype("float32"), np.random.rand(32, 1).astype("float32")
for _ in range(20):
    learn(x, y)
    learn_and_count(x, y)
    with tf.GradientTape() as tape:
        value = tf.reduce_mean((pipeline(x) - y) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(value, chained.trainable_variables), chained.trainable_variables))
    with tf.GradientTape() as tape:
        value = tf.reduce_mean((moving_pipeline(x) - y) ** 2)
    other.apply_gradients(zip(tape.gradient(value, moving.trainable_variables), moving.trainable_variables))
print(still.predict(x), moving.predict(x), chained.predict(x))
