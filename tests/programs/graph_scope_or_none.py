# dialect: 1
"""A function that returns an ``arg_scope`` without the flag, or what supplies nothing; the scope around counts."""
import sys

import tensorflow as tf
from tensorflow.contrib import slim


class Nothing:
    def __enter__(self):
        return None

    def __exit__(self, *raised):
        return False


def decayed(decay):
    if decay:
        return slim.arg_scope([slim.batch_norm], decay=float(decay))
    return Nothing()


def forgotten(images, decay):
    with decayed(decay):
        return slim.batch_norm(slim.conv2d(images, 8, 3), scope="forgotten")  # expect: BNL112


def steered_around(images, is_training, decay):
    with slim.arg_scope([slim.batch_norm], is_training=is_training), decayed(decay):
        return slim.batch_norm(slim.conv2d(images, 8, 3), scope="steered_around")


images = tf.placeholder(tf.float32, [None, 8, 8, 3])
hidden = forgotten(images, sys.argv[1])
hidden = steered_around(hidden, tf.placeholder(tf.bool, []), sys.argv[1])
with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm):
    with decayed(sys.argv[1]):
        hidden = slim.conv2d(hidden, 8, 3, scope="by_the_scope_around")  # expect: BNL112
