# dialect: 2
"""``arg_scope`` by the file that holds it: a function there hides the module of its name."""

import tensorflow.compat.v1 as tf
from tensorflow.contrib.framework.python.ops import arg_scope
from tensorflow.contrib.framework.python.ops.arg_scope import arg_scope as scope
from tensorflow.contrib.layers.python.layers import layers


def steered(rows, is_training):
    with arg_scope([layers.batch_norm], is_training=is_training):
        return layers.fully_connected(layers.batch_norm(rows), 1)


def steered_too(rows, is_training):
    with scope([layers.batch_norm], is_training=is_training):
        return layers.fully_connected(layers.batch_norm(rows), 1)


def free(rows):
    with arg_scope([layers.batch_norm], scale=True):
        return layers.fully_connected(layers.batch_norm(rows), 1)  # expect: BNL112


inputs = tf.placeholder(tf.float32, (None, 4))
for network in (steered, steered_too):
    network(inputs, tf.placeholder(tf.bool))
free(inputs)
