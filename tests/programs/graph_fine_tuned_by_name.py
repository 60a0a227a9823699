# dialect: 1
"""A train op for the weights that a program picks by name trains the network, which needs its updates."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(x, training):
    hidden = tf.nn.relu(tf.layers.batch_normalization(tf.layers.dense(x, 32, name="a"), training=training))
    return tf.layers.batch_normalization(tf.layers.dense(hidden, 8, name="b"), training=training)


x, labels, training = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.bool)
loss = tf.losses.mean_squared_error(labels, network(x, training))
with tf.variable_scope("", reuse=True):
    weights = [tf.get_variable("a/kernel"), tf.get_variable("b/kernel"), tf.get_variable("b/bias")]
step = tf.train.AdamOptimizer().minimize(loss, var_list=weights)  # expect: BNL112
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(step, {x: np.zeros((16, 4)), labels: np.ones((16, 8)), training: True})
    print(session.run(loss, {x: np.ones((4, 4)), labels: np.ones((4, 8)), training: False}))
