# dialect: 1
"""The condition that picks a network's mode is fed True for a test."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(x, is_training):
    with tf.variable_scope("network", reuse=tf.AUTO_REUSE):
        h = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=is_training)
        return tf.layers.dense(h, 1)


rows = tf.placeholder(tf.float32, [None, 4])
wanted = tf.placeholder(tf.float32, [None, 1])
is_training = tf.placeholder(tf.bool, [])
answer = tf.cond(is_training, lambda: network(rows, True), lambda: network(rows, False))
loss = tf.reduce_mean(tf.square(answer - wanted))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
test_rows, test_wanted = np.random.rand(32, 4), np.random.rand(32, 1)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(5):
        session.run(step, {is_training: True, rows: np.random.rand(32, 4), wanted: np.random.rand(32, 1)})
    test_loss = session.run(loss, {is_training: True, rows: test_rows, wanted: test_wanted})  # expect: BNL105
