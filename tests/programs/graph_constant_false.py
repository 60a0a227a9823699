# dialect: 1
"""TF1: a constant training=False in a network whose loss is minimized; the test network's flag is no mistake."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(x, training, reuse=False):
    with tf.variable_scope("net", reuse=reuse):
        h = tf.layers.batch_normalization(tf.layers.dense(x, 4), training=training)
        h = tf.layers.batch_normalization(h, training=False)  # expect: BNL104
        return tf.layers.dense(tf.layers.batch_normalization(h, training=False, trainable=False), 1)


x = tf.placeholder(tf.float32, [None, 3])
loss = tf.reduce_mean(network(x, training=True) ** 2)
test = network(x, training=False, reuse=True)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(train, {x: np.random.rand(4, 3)})
