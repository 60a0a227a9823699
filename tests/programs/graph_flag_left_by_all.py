# dialect: 1
"""Nobody ever passes the flag, and the network begins with weights of its own."""

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Classifier:
    def __init__(self, is_training=False):
        self.x = tf.placeholder(tf.float32, [None, 3])
        self.y = tf.placeholder(tf.float32, [None, 1])
        hidden = tf.layers.batch_normalization(tf.layers.dense(self.x, 4), training=is_training)
        self.loss = tf.reduce_mean((tf.layers.dense(hidden, 1) - self.y) ** 2)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            self.train = tf.train.AdamOptimizer().minimize(self.loss)


model = Classifier()  # expect: BNL104
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    rows = np.random.rand(16, 3)
    for _ in range(5):
        session.run(model.train, {model.x: rows, model.y: rows[:, :1]})
