# dialect: 2
"""Keras 2: minimize takes a closure, or a loss and its tape; what runs there is trained."""
import sys

import tensorflow as tf
from tensorflow.keras import Sequential, layers


def network():
    return Sequential([tf.keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])


x = tf.random.normal((8, 3))
optimizer = tf.keras.optimizers.SGD(0.1)

net = network()
optimizer.minimize(lambda: tf.reduce_mean(net(x) ** 2), net.trainable_variables)  # expect: BNL102

right = network()
tf.keras.optimizers.SGD(0.1).minimize(
    lambda: tf.reduce_mean(right(x, training=True) ** 2), lambda: right.trainable_variables
)

taped = network()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(taped(x) ** 2)  # expect: BNL102
tf.keras.optimizers.SGD(0.1).minimize(loss, taped.trainable_variables, tape=tape)

chosen = network()
loss_of = None
if len(sys.argv) < 99:
    loss_of = lambda: tf.reduce_mean(chosen(x) ** 2)  # expect: BNL102
tf.keras.optimizers.SGD(0.1).minimize(loss_of, chosen.trainable_variables)
