# dialect: 1
"""Functions of the program's own as ``normalizer_fn``: contrib and slim call them with ``normalizer_params``."""
import functools

import numpy as np
import tensorflow.compat.v1 as tf
import tf_slim as slim

tf.disable_v2_behavior()
TRAIN, TEST = np.random.randn(64, 8), np.random.randn(16, 8)


def norm(x, is_training, decay=0.9):
    return tf.layers.batch_normalization(x, momentum=decay, training=is_training)


def norm_of_one_mode(x, decay):
    return tf.layers.batch_normalization(x, momentum=decay, training=True)  # expect: BNL105


class Norm:
    def __init__(self, is_training):
        self.is_training = is_training

    def apply(self, x):
        return slim.batch_norm(x, decay=0.95, is_training=self.is_training)


def network(x, is_training):
    params = {"is_training": is_training, "decay": 0.97}
    h = slim.fully_connected(x, 8, normalizer_fn=norm, normalizer_params=params)
    h = slim.fully_connected(h, 8, normalizer_fn=Norm(is_training).apply)
    h = slim.fully_connected(h, 8, normalizer_fn=lambda x: slim.batch_norm(x, is_training=is_training))
    with slim.arg_scope([slim.fully_connected], normalizer_fn=functools.partial(norm, is_training=is_training)):
        h = slim.fully_connected(h, 8)
    return slim.fully_connected(h, 8, activation_fn=None)


def network_of_one_mode(x):
    h = slim.fully_connected(x, 8, normalizer_fn=norm_of_one_mode, normalizer_params={"decay": 0.97})
    return slim.fully_connected(h, 8, activation_fn=None)


x, learning = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.bool)
losses = [tf.reduce_mean(tf.square(net - x)) for net in (network(x, learning), network_of_one_mode(x))]
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    steps = [tf.train.AdamOptimizer(0.01).minimize(losses[0]), tf.train.AdamOptimizer(0.01).minimize(losses[1])]

with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for start in range(0, 64, 8):
        batch = TRAIN[start : start + 8]
        session.run(steps, {x: batch, learning: True})
    test_batch = TEST
    print(session.run(losses, {x: test_batch, learning: False}))
