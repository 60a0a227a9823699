"""A wrapper function and a trainer's setting hold the training flag: who leaves it at False is told."""
import keras
import tensorflow as tf


def make():
    return keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization(), keras.layers.Dense(1)])


def forward(net, x, training=False):
    return net(x, training=training)


class Trainer:
    def __init__(self, training=False):
        self.net = make()
        self.training = training

    def step(self, x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.net(x, training=self.training) ** 2)  # expect: BNL104
        weights = self.net.trainable_variables
        keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


def evaluate(net, x):
    return forward(net, x, training=True)  # expect: BNL105


data = tf.random.normal((8, 3))
model = make()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(forward(model, data) ** 2)  # expect: BNL102
weights = model.trainable_variables
keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))

other = make()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(forward(other, data, True) ** 2)
weights = other.trainable_variables
keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))
evaluate(other, data)

Trainer().step(data)
