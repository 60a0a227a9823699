# dialect: 1
"""One network with and without BN: where the flag says that there is none, a train op has no updates to run."""

import sys

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def in_one_function(images, labels, normalised, learning):
    h = tf.layers.dense(images, 32)
    if normalised:
        h = tf.layers.batch_normalization(h, training=learning)
    loss = tf.losses.sparse_softmax_cross_entropy(labels, tf.layers.dense(h, 10))
    optimizer = tf.train.AdamOptimizer(0.01)
    if not normalised or not learning:
        return optimizer.minimize(loss)  # expect: BNL112
    if not normalised:
        return optimizer.minimize(loss)
    if normalised:
        return optimizer.minimize(loss)  # expect: BNL112
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        return optimizer.minimize(loss)


flags = sys.argv[1:]
labels = tf.placeholder(tf.int64, [None])
in_one_function(tf.placeholder(tf.float32, [None, 16]), labels, "norm" in flags, tf.placeholder(tf.bool, []))
tf.reset_default_graph()


class Network:
    def __init__(self, use_norm):
        self.use_norm = use_norm
        self.learning = tf.placeholder(tf.bool, [])
        self.images = tf.placeholder(tf.float32, [None, 16])
        self.output = self.dense(self.dense(self.images, 32, tf.nn.relu), 10)

    def dense(self, x, units, activation=None):
        if self.use_norm and activation:
            h = tf.layers.dense(x, units, use_bias=False)
            return activation(tf.layers.batch_normalization(h, training=self.learning))
        return tf.layers.dense(x, units)

    def train(self, labels):
        loss = tf.losses.sparse_softmax_cross_entropy(labels, self.output)
        if self.use_norm:
            with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
                return tf.train.GradientDescentOptimizer(0.1).minimize(loss)
        else:
            return tf.train.GradientDescentOptimizer(0.1).minimize(loss)


class OtherFlag(Network):
    def __init__(self, use_norm, fast):
        self.fast = fast
        super().__init__(use_norm)

    def train(self, labels):
        loss = tf.losses.sparse_softmax_cross_entropy(labels, self.output)
        if not self.fast:
            return tf.train.GradientDescentOptimizer(0.1).minimize(loss)  # expect: BNL112
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            return tf.train.GradientDescentOptimizer(0.1).minimize(loss)


labels = tf.placeholder(tf.int64, [None])
Network("norm" in flags).train(labels)
OtherFlag("norm" in flags, "fast" in flags).train(labels)
for network in [Network(True), Network(False)]:
    network.train(labels)
