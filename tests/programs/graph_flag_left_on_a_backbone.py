# dialect: 1
"""A backbone whose weights come from a file stays in inference mode by default, below a head that learns."""

import sys

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def backbone(x, is_training=False):
    with tf.variable_scope("backbone"):
        return tf.nn.relu(tf.layers.batch_normalization(tf.layers.dense(x, 4), training=is_training))


def head(h, is_training):
    return tf.layers.dense(tf.layers.batch_normalization(h, training=is_training), 1)


x = tf.placeholder(tf.float32, [None, 3])
is_training = tf.placeholder(tf.bool)
loss = tf.reduce_mean((head(backbone(x), is_training) - x[:, :1]) ** 2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
loader = tf.train.Saver(tf.global_variables("backbone"))
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    if sys.argv[1:]:
        loader.restore(session, sys.argv[1])
    for _ in range(5):
        session.run(train, {x: np.random.rand(16, 3), is_training: True})
