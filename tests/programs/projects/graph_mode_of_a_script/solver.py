# dialect: 1
import numpy as np
import tensorflow.compat.v1 as tf
from norms import Net


class Solver:
    def __init__(self, train):
        self.net = Net(train)
        self.x = tf.placeholder(tf.float32, (16, 8))
        self.y = tf.placeholder(tf.int32, (16,))
        self.loss = tf.losses.sparse_softmax_cross_entropy(self.y, self.net.logits(self.x))

    def run_steps(self):
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            step = tf.train.AdamOptimizer(1e-4).minimize(self.loss)
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            for _ in range(100):
                rows, labels = np.random.rand(16, 8), np.zeros(16)
                session.run(step, feed_dict={self.x: rows, self.y: labels})
            val_rows, val_labels = np.random.rand(16, 8), np.zeros(16)
            print(session.run(self.loss, feed_dict={self.x: val_rows, self.y: val_labels}))

    def score(self, path):
        with tf.Session() as session:
            tf.train.Saver().restore(session, path)
            val_rows, val_labels = np.random.rand(16, 8), np.zeros(16)
            print(session.run(self.loss, feed_dict={self.x: val_rows, self.y: val_labels}))
