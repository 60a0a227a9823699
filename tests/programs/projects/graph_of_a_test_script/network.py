# dialect: 1
import tensorflow.compat.v1 as tf


class Network:
    def __init__(self, training=True):
        self.x = tf.placeholder(tf.float32, [None, 8])
        self.y = tf.placeholder(tf.float32, [None, 1])
        hidden = tf.layers.batch_normalization(tf.layers.dense(self.x, 8), training=training)
        self.out = tf.layers.dense(hidden, 1)
        self.loss = tf.reduce_mean(tf.square(self.out - self.y))
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            self.update = tf.train.AdamOptimizer(0.01).minimize(self.loss)

    def train_step(self, session, x, y):
        return session.run([self.loss, self.update], {self.x: x, self.y: y})

    def predict_step(self, session, x):
        return session.run(self.out, {self.x: x})
