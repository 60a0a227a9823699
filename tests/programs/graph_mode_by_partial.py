# dialect: 1
"""A branch chooses how the layer is called, by functools.partial: the train op's is in training mode."""
from functools import partial

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def model(rows, targets, training):
    if training:
        norm = partial(tf.layers.batch_normalization, training=True)
    else:
        norm = partial(tf.layers.batch_normalization, training=False)
    loss = tf.losses.mean_squared_error(targets, tf.layers.dense(norm(tf.layers.dense(rows, 8)), 1))
    if not training:
        return loss
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        return tf.train.AdamOptimizer(0.01).minimize(loss)


print(model(tf.zeros((4, 3)), tf.zeros((4, 1)), len(tf.__version__) > 1))
