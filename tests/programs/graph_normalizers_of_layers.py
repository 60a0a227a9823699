# dialect: 1
"""What a layer of slim gives is made of its normaliser: fetched without the train op, it is answered by this batch."""

import tensorflow as tf
import tensorflow.contrib.slim as slim


def network(images, is_training=True, reuse=False):
    params = {"is_training": is_training}
    with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, normalizer_params=params):
        hidden = slim.conv2d(images, 8, 3, scope="first", reuse=reuse)
        return slim.fully_connected(slim.flatten(hidden), 2, activation_fn=None, scope="last", reuse=reuse)


def specified(logits, labels, mode):
    if mode == tf.estimator.ModeKeys.PREDICT:
        return tf.estimator.EstimatorSpec(mode, predictions=logits)
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    if mode == tf.estimator.ModeKeys.EVAL:
        return tf.estimator.EstimatorSpec(mode, loss=loss)
    step = slim.learning.create_train_op(loss, tf.train.AdamOptimizer(0.01))
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=step)


def in_every_mode(features, labels, mode):
    return specified(network(features["x"]), labels, mode)  # expect: BNL105


def as_the_mode_says(features, labels, mode):
    return specified(network(features["x"], mode == tf.estimator.ModeKeys.TRAIN), labels, mode)


def by_another_normalizer(features, labels, mode):
    hidden = slim.conv2d(features["x"], 8, 3, normalizer_fn=slim.layer_norm)
    return specified(slim.fully_connected(slim.flatten(hidden), 2), labels, mode)
