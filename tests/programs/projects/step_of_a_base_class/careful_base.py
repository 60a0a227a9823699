# dialect: 1
"""The same base class, which runs the updates."""
import tensorflow.compat.v1 as tf


class Base:
    def __init__(self, rate):
        self.rate = rate
        self.build()

    def learn(self, loss):
        optimizer = tf.train.AdamOptimizer(self.rate)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            return optimizer.apply_gradients(optimizer.compute_gradients(loss))
