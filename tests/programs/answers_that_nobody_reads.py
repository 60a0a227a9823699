# dialect: any
"""A call in a step that no loss depends on trains nothing, whatever its mode; and one that only looks so."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Network(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(8, kernel_regularizer="l2")
        self.norm = layers.BatchNormalization()
        self.head = layers.Dense(1)

    def call(self, x, training=False):
        return self.head(self.norm(self.dense(x), training=training))


net = Network()
optimizer = keras.optimizers.SGD(0.1)


def apply(tape, loss):
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def template_step(x):
    with tf.GradientTape() as tape:
        logits = net(x)
        loss = 0.0 + tf.add_n(net.losses)  # put your own loss here
    apply(tape, loss)


def step_that_builds_first(x, y):
    with tf.GradientTape() as tape:
        net(x)
        loss = tf.reduce_mean(tf.square(net(x, training=True) - y))
    apply(tape, loss)


def step(x, y):
    with tf.GradientTape() as tape:
        logits = net(x)  # expect: BNL102
        loss = tf.reduce_mean(tf.square(logits - y))
    apply(tape, loss)


def step_with_a_closure(x, y):
    with tf.GradientTape() as tape:
        logits = net(x)  # expect: BNL102

        def distance():
            return tf.reduce_mean(tf.square(logits - y))

        loss = distance()
    apply(tape, loss)


rows = np.random.normal(size=(8, 4)).astype("float32")
for train in (step_that_builds_first, step, step_with_a_closure):
    train(rows, rows[:, :1])
template_step(rows)
