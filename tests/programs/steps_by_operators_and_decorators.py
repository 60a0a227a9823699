# dialect: any
"""A tape in what an object makes of a function that it decorates, and networks that an operator of a class chains."""

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


class Chain:
    def __init__(self, function):
        self.function = function

    def __or__(self, other):
        return Chain(lambda x: other.function(self.function(x)))  # expect: BNL102

    def __call__(self, x):
        return self.function(x)


def net():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


still, moving, chained = net(), net(), net()
optimizer, other = keras.optimizers.SGD(), keras.optimizers.SGD()


@Differentiated(still, keras.optimizers.SGD())
def learn(x, y):
    return tf.reduce_mean((still(x) - y) ** 2)  # expect: BNL102


pipeline = Chain(lambda x: 2 * x) | Chain(chained)
moving_pipeline = Chain(lambda x: 2 * x) | Chain(lambda x: moving(x, training=True))
x, y = np.random.rand(32, 4).astype("float32"), np.random.rand(32, 1).astype("float32")
for _ in range(20):
    learn(x, y)
    with tf.GradientTape() as tape:
        value = tf.reduce_mean((pipeline(x) - y) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(value, chained.trainable_variables), chained.trainable_variables))
    with tf.GradientTape() as tape:
        value = tf.reduce_mean((moving_pipeline(x) - y) ** 2)
    other.apply_gradients(zip(tape.gradient(value, moving.trainable_variables), moving.trainable_variables))
print(still.predict(x), moving.predict(x), chained.predict(x))
