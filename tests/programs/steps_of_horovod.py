"""Horovod's tape is the one that it wraps: what was called under it is trained by its gradients."""

import horovod.tensorflow as hvd
import tensorflow as tf
from tensorflow.keras import layers

hvd.init()
optimizer = tf.keras.optimizers.Adam(0.001 * hvd.size())


def network():
    return tf.keras.Sequential([layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])


forgotten, trained = network(), network()


@tf.function
def without_the_flag(x, y, first):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(forgotten(x) - y))  # expect: BNL102
    tape = hvd.DistributedGradientTape(tape)
    optimizer.apply_gradients(zip(tape.gradient(loss, forgotten.trainable_variables), forgotten.trainable_variables))
    if first:
        hvd.broadcast_variables(forgotten.variables, root_rank=0)


@tf.function
def with_the_flag(x, y, first):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(trained(x, training=True) - y))
    tape = hvd.DistributedGradientTape(tape)
    optimizer.apply_gradients(zip(tape.gradient(loss, trained.trainable_variables), trained.trainable_variables))
    if first:
        hvd.broadcast_variables(trained.variables, root_rank=0)


for step in range(100):
    without_the_flag(tf.random.normal((8, 4)), tf.zeros((8, 1)), step == 0)
    with_the_flag(tf.random.normal((8, 4)), tf.zeros((8, 1)), step == 0)
