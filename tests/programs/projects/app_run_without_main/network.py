# dialect: 1
"""A network for ``train.py``, whose ``main`` runs by ``tf.app.run()`` without an argument."""
import tensorflow.compat.v1 as tf
from tensorflow.contrib import slim

arg_scope = slim.arg_scope


def network(images, is_training):
    hidden = slim.fully_connected(images, 16)
    hidden = slim.batch_norm(hidden)  # expect: BNL112
    return slim.fully_connected(hidden, 1)


def network_by_flag(images, is_training):
    hidden = slim.fully_connected(images, 16)
    hidden = slim.batch_norm(hidden, is_training=is_training)
    return slim.fully_connected(hidden, 1)
