# dialect: 1
"""Targets that a second network gives for the batch that is trained on go back into training."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(states, scope):
    with tf.variable_scope(scope):
        hidden = tf.layers.batch_normalization(tf.layers.dense(states, 16), training=True)
        return tf.layers.dense(hidden, 2)


states = tf.placeholder(tf.float32, [None, 4])
following = tf.placeholder(tf.float32, [None, 4])
targets = tf.placeholder(tf.float32, [None, 2])
values = network(states, "online")
later = network(following, "target")
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(tf.square(values - targets)))
x = np.random.normal(2, 1, (64, 4))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(20):
        worth = sess.run(later, {following: x})
        sess.run(step, {states: x, following: x, targets: 1.0 + 0.9 * np.maximum(worth, 0.0)})
