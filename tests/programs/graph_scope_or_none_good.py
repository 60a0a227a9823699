# dialect: 1
"""A function that returns an ``arg_scope``, or what supplies nothing: on one way the flag is there, so it may be."""
import tensorflow as tf
from tensorflow.contrib import slim


class Nothing:
    def __enter__(self):
        return None

    def __exit__(self, *raised):
        return False


def scope_of(functions, **given):
    kept = {name: value for name, value in given.items() if value is not None}
    if kept:
        return slim.arg_scope(functions, **kept)
    else:
        return Nothing()


def steered(images, is_training=None):
    with scope_of([slim.batch_norm], is_training=is_training):
        return slim.batch_norm(slim.conv2d(images, 8, 3), scope="steered")


images = tf.placeholder(tf.float32, [None, 8, 8, 3])
hidden = steered(images, tf.placeholder(tf.bool, []))
