# dialect: 2
"""One network that writes its mode by itself, and one whose callers say it."""

import tensorflow.compat.v1 as tf


def always(rows):
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8), training=True)
    return tf.layers.dense(hidden, 1)


def either(rows, training):
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8), training=training)
    return tf.layers.dense(hidden, 1)
