# dialect: 1
"""An Estimator begins with the weights of a checkpoint: the network stays as it is by its default."""

import tensorflow.compat.v1 as tf


def network(x, is_training=False):
    return tf.layers.dense(tf.layers.batch_normalization(tf.layers.dense(x, 8), training=is_training), 3)


def model_fn(features, labels, mode):
    loss = tf.losses.sparse_softmax_cross_entropy(labels, network(features))
    step = tf.train.AdamOptimizer().minimize(loss, tf.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=step)


classifier = tf.estimator.Estimator(model_fn, warm_start_from="pretrained/model.ckpt")
