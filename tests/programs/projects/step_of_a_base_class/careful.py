# dialect: 1
"""The same network on the base class that runs the updates."""
import careful_base
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Network(careful_base.Base):
    def build(self):
        self.rows = tf.placeholder(tf.float32, [None, 8])
        self.training = tf.placeholder(tf.bool)
        hidden = tf.layers.batch_normalization(tf.layers.dense(self.rows, 16), training=self.training)
        self.answers = tf.layers.dense(hidden, 1)
        self.step = self.learn(tf.reduce_mean(self.answers**2))


network = Network(1e-3)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(10):
        session.run(network.step, {network.rows: np.ones((4, 8)), network.training: True})
    print(session.run(network.answers, {network.rows: np.ones((4, 8)), network.training: False}))
