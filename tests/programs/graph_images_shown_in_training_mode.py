# dialect: 1
"""An image that is made of an image may be meant as it is trained; its loss on validation data is a test."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

x_train, y_train = np.load("train.npz").values()
x_val, y_val = np.load("val.npz").values()


class Painter:
    """Only shown."""

    def __init__(self):
        self.images = tf.placeholder(tf.float32, [None, 32, 32, 3])
        self.targets = tf.placeholder(tf.float32, [None, 32, 32, 3])
        hidden = tf.layers.conv2d(self.images, 8, 3, padding="same")
        hidden = tf.layers.batch_normalization(hidden, training=True)
        self.painted = tf.layers.conv2d(hidden, 3, 1)
        self.loss = tf.reduce_mean((self.painted - self.targets) ** 2)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            self.step = tf.train.AdamOptimizer().minimize(self.loss)


net = Painter()
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for start in range(0, 64, 8):
        session.run(net.step, {net.images: x_train[start : start + 8], net.targets: y_train[start : start + 8]})
    for start in range(0, 64, 8):
        np.save("val_%d.npy" % start, session.run(net.painted, {net.images: x_val[start : start + 8]}))
