# dialect: 1
import tensorflow.compat.v1 as tf


class Normalised:
    def generator(self, noise, is_training=True, reuse=False):
        with tf.variable_scope("generator", reuse=reuse):
            hidden = tf.layers.batch_normalization(tf.layers.dense(noise, 64), training=is_training)
            return tf.layers.dense(hidden, 10)

    def train(self):
        noise = tf.placeholder(tf.float32, [None, 8])
        loss = tf.reduce_mean(self.generator(noise) ** 2)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            return tf.train.AdamOptimizer().minimize(loss)

    def evaluate(self):
        return self.generator(tf.placeholder(tf.float32, [None, 8]), is_training=False)
