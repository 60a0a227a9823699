# dialect: 1
"""TF1: the program's own switch for BN says whether the updates run; an option of another name says nothing of BN."""

import json
import sys

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Params:
    def __init__(self, path):
        with open(path) as file:
            self.__dict__.update(json.load(file))


def loss_of(images, labels):
    x = tf.layers.conv2d(images, 8, 3)
    x = tf.layers.batch_normalization(x, training=True)
    return tf.losses.sparse_softmax_cross_entropy(labels, tf.layers.dense(tf.layers.flatten(x), 2))


def by_its_name(loss, params):
    optimizer = tf.train.AdamOptimizer(params.learning_rate)
    if params.use_batch_norm:
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            return optimizer.minimize(loss)
    else:
        return optimizer.minimize(loss)


def by_an_entry(loss, options):
    optimizer = tf.train.AdamOptimizer(0.01)
    if not options["bn"]:
        return optimizer.minimize(loss)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        return optimizer.minimize(loss)


def frozen(loss, freeze_batchnorm):
    optimizer = tf.train.AdamOptimizer(0.01)
    if freeze_batchnorm:
        return optimizer.minimize(loss)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        return optimizer.minimize(loss)


def the_wrong_way_round(loss, use_bn):
    optimizer = tf.train.AdamOptimizer(0.01)
    if use_bn:
        return optimizer.minimize(loss)  # expect: BNL112
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        return optimizer.minimize(loss)


def by_another_option(loss, params):
    optimizer = tf.train.AdamOptimizer(0.01)
    if params.clips_gradients:
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            return optimizer.minimize(loss)
    else:
        return optimizer.minimize(loss)  # expect: BNL112


def never(loss, use_bn):
    optimizer = tf.train.AdamOptimizer(0.01)
    if use_bn:
        return optimizer.minimize(loss)  # expect: BNL112
    else:
        return optimizer.minimize(loss)  # expect: BNL112


params, options = Params(sys.argv[1]), json.loads(sys.argv[2])
images, labels = tf.placeholder(tf.float32, [None, 8, 8, 3]), tf.placeholder(tf.int64, [None])
by_its_name(loss_of(images, labels), params)
tf.reset_default_graph()
images, labels = tf.placeholder(tf.float32, [None, 8, 8, 3]), tf.placeholder(tf.int64, [None])
by_an_entry(loss_of(images, labels), options)
tf.reset_default_graph()
images, labels = tf.placeholder(tf.float32, [None, 8, 8, 3]), tf.placeholder(tf.int64, [None])
frozen(loss_of(images, labels), "freeze" in sys.argv)
tf.reset_default_graph()
images, labels = tf.placeholder(tf.float32, [None, 8, 8, 3]), tf.placeholder(tf.int64, [None])
the_wrong_way_round(loss_of(images, labels), "bn" in sys.argv)
tf.reset_default_graph()
images, labels = tf.placeholder(tf.float32, [None, 8, 8, 3]), tf.placeholder(tf.int64, [None])
by_another_option(loss_of(images, labels), params)
tf.reset_default_graph()
images, labels = tf.placeholder(tf.float32, [None, 8, 8, 3]), tf.placeholder(tf.int64, [None])
never(loss_of(images, labels), "bn" in sys.argv)
