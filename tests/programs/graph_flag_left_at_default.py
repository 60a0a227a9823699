# dialect: 1
"""A layer's function has a flag of its own, False by default, which one of its callers leaves there for good."""

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def block(x, units, is_training=False):
    return tf.nn.relu(tf.layers.batch_normalization(tf.layers.dense(x, units), training=is_training))


def network(x, is_training):
    h = block(x, 8, is_training)
    h = block(h, 8, is_training=is_training)
    h = block(h, 4)  # expect: BNL104
    return tf.layers.dense(h, 1)


x, y = tf.placeholder(tf.float32, [None, 3]), tf.placeholder(tf.float32, [None, 1])
is_training = tf.placeholder(tf.bool)
loss = tf.reduce_mean((network(x, is_training) - y) ** 2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
saver = tf.train.Saver()
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    if tf.train.latest_checkpoint("logs"):
        saver.restore(session, tf.train.latest_checkpoint("logs"))
    rows = np.random.rand(16, 3)
    for _ in range(5):
        session.run(train, {x: rows, y: rows[:, :1], is_training: True})
    print(session.run(loss, {x: rows, y: rows[:, :1], is_training: False}))
