# dialect: 1
"""Both modes beside each other, of which `tf.cond` takes one; an option in a dict that decides on BN and on its step."""

import sys

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def in_both_modes(x, learning, scope):
    while_training = tf.layers.batch_normalization(x, training=True, name=scope, reuse=tf.AUTO_REUSE)
    otherwise = tf.layers.batch_normalization(x, training=False, name=scope, reuse=tf.AUTO_REUSE)
    return tf.cond(learning, lambda: while_training, lambda: otherwise)


def in_one_mode(x, scope):
    return tf.layers.batch_normalization(x, training=False, name=scope)  # expect: BNL104


def block(h, learning, normalised):
    h = tf.layers.dense(h, 8, use_bias=not normalised)
    if normalised:
        h = tf.layers.batch_normalization(h, training=learning)
    return tf.nn.relu(h)


def network(features, settings, learning):
    return block(features, learning, settings["norm"])


def step(features, settings, learning):
    loss = tf.reduce_mean(network(features, settings, learning) ** 2)
    optimizer = tf.train.AdamOptimizer(0.01)
    if settings["norm"]:
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            return optimizer.minimize(loss)
    else:
        return optimizer.minimize(loss)


def step_of_another_option(features, settings, learning):
    loss = tf.reduce_mean(network(features, settings, learning) ** 2)
    optimizer = tf.train.AdamOptimizer(0.01)
    if settings["fast"]:
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            return optimizer.minimize(loss)
    else:
        return optimizer.minimize(loss)  # expect: BNL112


rows, learning = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.bool, [])
options = {"norm": "norm" in sys.argv, "fast": "fast" in sys.argv}
step(rows, options, learning)
step_of_another_option(rows, options, learning)
tf.reset_default_graph()
rows, learning = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.bool, [])
chosen = in_both_modes(tf.layers.dense(rows, 4), learning, "both")
error = tf.reduce_mean((in_one_mode(chosen, "one") - 1.0) ** 2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    tf.train.AdamOptimizer(0.01).minimize(error)
