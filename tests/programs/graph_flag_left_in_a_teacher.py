# dialect: 1
"""A copy beside the network that learns stays in inference mode by default: what it says is a target."""

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(x, is_training=False, reuse=False):
    with tf.variable_scope("net", reuse=reuse):
        h = tf.layers.batch_normalization(tf.layers.dense(x, 4), training=is_training)
        return tf.layers.dense(h, 1)


x = tf.placeholder(tf.float32, [None, 3])
answer = network(x, is_training=True)
target = tf.stop_gradient(network(x, reuse=True))
loss = tf.reduce_mean((answer - target) ** 2) + tf.reduce_mean((answer - x[:, :1]) ** 2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(5):
        session.run(train, {x: np.random.rand(16, 3)})
    print(session.run(target, {x: np.random.rand(16, 3)}))
