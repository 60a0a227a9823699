# dialect: 1
"""Weights of a checkpoint are assigned by a function of slim: the network stays as it is by its default."""

import tensorflow.compat.v1 as tf
from tensorflow.contrib.framework import assign_from_checkpoint_fn, get_variables_to_restore


def network(x, is_training=False):
    return tf.layers.dense(tf.layers.batch_normalization(tf.layers.dense(x, 8), training=is_training), 3)


x, y = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.int64, [None])
loss = tf.losses.sparse_softmax_cross_entropy(y, network(x))
step = tf.train.AdamOptimizer().minimize(loss)
begin = assign_from_checkpoint_fn("pretrained/model.ckpt", get_variables_to_restore())
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    begin(session)
    session.run(step, {x: [[0.0] * 4] * 8, y: [0] * 8})
