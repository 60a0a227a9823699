# dialect: 1
"""A train op that an object comes to is judged, and so is one that somebody else may come to."""
import tensorflow.compat.v1 as tf

IMAGES = tf.placeholder(tf.float32, [None, 8])


class Learner:
    def __init__(self, images, mode="test"):
        self.mode = mode
        normed = tf.layers.batch_normalization(tf.layers.dense(images, 8), training=self.mode == "train")
        self.cost = tf.reduce_mean(normed**2)
        if self.mode == "train":
            self._teach()

    def _teach(self):
        self.step = tf.train.AdamOptimizer(1e-4).minimize(self.cost)  # expect: BNL112


class Open:
    def __init__(self, images, mode="test"):
        normed = tf.layers.batch_normalization(tf.layers.dense(images, 8), training=True)
        self.cost = tf.reduce_mean(normed**2)
        if mode == "train":
            self.add_later()

    def add_later(self):
        self.step = tf.train.AdamOptimizer(1e-4).minimize(self.cost)  # expect: BNL112


def train(network):
    network.add_later()


learner, later = Learner(IMAGES, "train"), Open(IMAGES)
