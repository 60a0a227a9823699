# dialect: 1
"""A model without BN, which the program can train as well: it has no updates to run."""
import tensorflow.compat.v1 as tf


class Plain:
    def inference(self, inputs):
        return tf.layers.dense(inputs, 8)

    def loss(self, outputs, labels):
        return tf.reduce_mean((outputs - labels) ** 2)

    def train(self, files, decode):
        inputs, labels = tf.data.TFRecordDataset(files).map(decode).batch(32).make_one_shot_iterator().get_next()
        return tf.train.AdamOptimizer().minimize(self.loss(self.inference(inputs), labels))
