# dialect: 1
"""A second copy of a slim network, which nobody trains, is asked for answers: in training mode, or in inference mode."""

import numpy as np
import tensorflow as tf
import tensorflow.contrib.slim as slim

rows, labels = np.zeros((8, 4), "float32"), np.zeros((8, 1), "float32")


def network(x, is_training=True, reuse=False):
    params = {"is_training": is_training, "updates_collections": None}
    x = slim.fully_connected(x, 8, normalizer_fn=slim.batch_norm, normalizer_params=params, scope="first", reuse=reuse)
    return slim.fully_connected(x, 1, activation_fn=None, scope="last", reuse=reuse)


x = tf.placeholder(tf.float32, [None, 4])
y = tf.placeholder(tf.float32, [None, 1])
loss = tf.reduce_mean(tf.square(network(x) - y))
step = tf.train.AdamOptimizer(0.01).minimize(loss)
test_x = tf.placeholder(tf.float32, [None, 4])
again = network(test_x, reuse=True)  # expect: BNL105
asked = network(test_x, is_training=False, reuse=True)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(100):
        session.run(step, {x: rows, y: labels})
    print(session.run(asked, {test_x: rows}))
    print(session.run(again, {test_x: rows}))
