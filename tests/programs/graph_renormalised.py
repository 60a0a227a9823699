# dialect: 1
"""Batch renormalisation goes by the moving statistics in training mode, too: answers do not hang on their batch."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.contrib import layers

tf.disable_v2_behavior()


def network(x):
    hidden = layers.batch_norm(tf.layers.dense(x, 8), scale=True, renorm=True)
    hidden = layers.batch_norm(tf.layers.dense(hidden, 8), renorm=False)  # expect: BNL112
    hidden = tf.layers.batch_normalization(tf.layers.dense(hidden, 8), renorm=True)  # expect: BNL112
    return tf.layers.dense(hidden, 1)


x, y = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 1])
loss = tf.reduce_mean((network(x) - y) ** 2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.001).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(step, {x: np.ones((8, 4)), y: np.ones((8, 1))})
    print(session.run(loss, {x: np.zeros((2, 4)), y: np.ones((2, 1))}))
