"""The networks of a package whose modules import each other by relative names."""

import tensorflow as tf
from networks.large import Large
from networks.parts.heads import head

x = tf.random.normal((8, 3))
large, small = Large(), head()


def update(tape, loss, weights):
    tf.keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


with tf.GradientTape() as tape:
    loss = tf.reduce_mean(large(x) ** 2)  # expect: BNL102
update(tape, loss, large.trainable_variables)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(small(x) ** 2)  # expect: BNL102
update(tape, loss, small.trainable_variables)
