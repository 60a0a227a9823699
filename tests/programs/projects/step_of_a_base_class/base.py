# dialect: 1
"""A base class of TF1 that builds what its heirs describe, and trains it without a word about networks."""
import tensorflow.compat.v1 as tf


class Base:
    def __init__(self, rate):
        self.rate = rate
        self.build()

    def learn(self, loss):
        optimizer = tf.train.AdamOptimizer(self.rate)
        return optimizer.apply_gradients(optimizer.compute_gradients(loss))  # expect: BNL112
