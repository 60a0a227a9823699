# dialect: 1
"""A network is chosen with the ``arg_scope`` written for it: what the scopes of all of them supply is sure."""

import sys

import tensorflow as tf
from tensorflow.contrib import slim

flag = tf.placeholder(tf.bool)
images = tf.placeholder(tf.float32, (None, 32, 32, 3))
name = sys.argv[1]


def wide_scope(decay=0.1):
    with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, weights_regularizer=slim.l2_regularizer(decay)):
        with slim.arg_scope([slim.conv2d], padding="SAME") as scope:
            return scope


def deep_scope(decay=0.2):
    with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, weights_regularizer=slim.l2_regularizer(decay)):
        with slim.arg_scope([slim.conv2d], padding="VALID") as scope:
            return scope


def told_wide_scope():
    params = {"is_training": flag, "decay": 0.9}
    with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, normalizer_params=params) as scope:
        return scope


def told_deep_scope():
    params = {"is_training": flag, "decay": 0.99}
    with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, normalizer_params=params) as scope:
        return scope


def other_scope():
    with slim.arg_scope([slim.conv2d], normalizer_fn=slim.layer_norm) as scope:
        return scope


def dense_scope():
    with slim.arg_scope([slim.fully_connected], normalizer_fn=slim.batch_norm) as scope:
        return scope


SCOPES = {"wide": wide_scope, "deep": deep_scope}
with slim.arg_scope(SCOPES[name]()):
    net = slim.conv2d(images, 8, 3)  # expect: BNL112

TOLD = {"wide": told_wide_scope, "deep": told_deep_scope}
with slim.arg_scope(TOLD[name]()):
    net = slim.conv2d(net, 8, 3)

PARTLY = {"wide": wide_scope, "deep": told_deep_scope}
with slim.arg_scope(PARTLY[name]()):
    net = slim.conv2d(net, 8, 3)

UNLIKE = {"wide": wide_scope, "other": other_scope}
with slim.arg_scope(UNLIKE[name]()):
    net = slim.conv2d(net, 8, 3)

APART = {"wide": wide_scope, "dense": dense_scope}
with slim.arg_scope(APART[name]()):
    net = slim.conv2d(net, 8, 3)

loss = tf.losses.mean_squared_error(tf.placeholder(tf.float32, (None, 8)), tf.reduce_mean(net, (1, 2)))
step = tf.train.AdamOptimizer().minimize(loss)
