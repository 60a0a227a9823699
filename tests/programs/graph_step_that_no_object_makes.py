# dialect: 1
"""Methods that no object comes to make no train op."""
import tensorflow.compat.v1 as tf

IMAGES = tf.placeholder(tf.float32, [None, 8])


class Tester:
    def __init__(self, images, mode="test", features_only=False):
        self.mode = mode
        self.images = images
        self.features_only = features_only
        self.build()
        if self.mode == "train":
            self._add_step()

    def build(self):
        self.fine = False
        features = tf.layers.dense(self.images, 8)
        if self.features_only:
            self.features = features
            return
        self.cost = tf.reduce_mean(self.decode(features, self.mode == "train" and self.fine) ** 2)

    def decode(self, features, is_training):
        return tf.layers.batch_normalization(features, training=is_training)

    def _add_step(self):
        optimizer = tf.train.AdamOptimizer(self._rate())
        self.step = optimizer.apply_gradients(optimizer.compute_gradients(self.cost))

    def _rate(self):
        return 1e-4


Tester(IMAGES, features_only=True)
