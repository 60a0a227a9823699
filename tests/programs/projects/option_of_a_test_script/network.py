# dialect: 1
"""A network with its images, and a flag that its callers have."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Network:
    def __init__(self, is_training):
        self.images = tf.placeholder(tf.float32, [None, 8, 8, 3])
        features = tf.layers.conv2d(self.images, 4, 3)
        features = tf.layers.batch_normalization(features, training=is_training)
        self.scores = tf.layers.dense(tf.layers.flatten(tf.nn.relu(features)), 2)
