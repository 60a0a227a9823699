# dialect: 1
"""A ``model_fn`` that nobody here calls reads the updates before it builds the network: there are none yet."""
import tensorflow.compat.v1 as tf


def network(rows, training):
    rows = tf.layers.batch_normalization(rows, training=training)
    return tf.layers.dense(rows, 1)


def model_fn(features, labels, mode):
    training = mode == tf.estimator.ModeKeys.TRAIN
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    loss = tf.reduce_mean(tf.square(network(features, training) - labels))
    with tf.control_dependencies(updates):
        train = tf.train.AdamOptimizer(0.01).minimize(loss)  # expect: BNL112
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train)


def model_fn_in_order(features, labels, mode):
    training = mode == tf.estimator.ModeKeys.TRAIN
    loss = tf.reduce_mean(tf.square(network(features, training) - labels))
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    with tf.control_dependencies(updates):
        train = tf.train.AdamOptimizer(0.01).minimize(loss)
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train)
