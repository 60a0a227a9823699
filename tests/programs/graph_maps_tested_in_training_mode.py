# dialect: 1
"""Maps of classes are tested in a graph that is always in training mode, beside losses or alone."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

x_train, y_train = np.load("train.npz").values()
x_val, y_val = np.load("val.npz").values()


class Segmenter:
    def __init__(self, classes):
        self.images = tf.placeholder(tf.float32, [None, 32, 32, 3])
        self.labels = tf.placeholder(tf.int64, [None, 32, 32])
        hidden = tf.layers.conv2d(self.images, 8, 3, padding="same")
        hidden = tf.layers.batch_normalization(hidden, training=True)  # expect: BNL105
        self.logits = tf.layers.conv2d(hidden, classes, 1)
        self.loss = tf.losses.sparse_softmax_cross_entropy(self.labels, self.logits)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            self.step = tf.train.AdamOptimizer().minimize(self.loss)


def run(net):
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for start in range(0, 64, 8):
            session.run(net.step, {net.images: x_train[start : start + 8], net.labels: y_train[start : start + 8]})
        for start in range(0, 64, 8):
            print(session.run(net.logits, {net.images: x_val[start : start + 8]}).argmax(-1))


run(Segmenter(21))
