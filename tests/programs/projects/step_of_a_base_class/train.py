# dialect: 1
"""The network of a base class that another file has."""
import base
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Network(base.Base):
    def build(self):
        self.rows = tf.placeholder(tf.float32, [None, 8])
        self.labels = tf.placeholder(tf.float32, [None, 1])
        self.training = tf.placeholder(tf.bool)
        hidden = tf.layers.dense(self.rows, 16)
        hidden = tf.layers.batch_normalization(hidden, training=self.training)
        self.answers = tf.layers.dense(hidden, 1)
        self.step = self.learn(tf.losses.mean_squared_error(self.labels, self.answers))


def run(network):
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(10):
            feed = {network.rows: np.ones((4, 8)), network.labels: np.ones((4, 1)), network.training: True}
            session.run(network.step, feed)
        print(session.run(network.answers, {network.rows: np.ones((4, 8)), network.training: False}))


run(Network(1e-3))
