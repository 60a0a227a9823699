# dialect: 1
"""The default is for who only asks: a train op comes with the network, and no session of the program runs it."""

import numpy as np
import tensorflow.compat.v1 as tf
from shared_checkpoints import weights_of

tf.disable_v2_behavior()


class Classifier:
    def __init__(self, is_training=False):
        self.x = tf.placeholder(tf.float32, [None, 3])
        self.y = tf.placeholder(tf.float32, [None, 1])
        hidden = tf.layers.batch_normalization(tf.layers.dense(self.x, 4), training=is_training)
        self.answer = tf.layers.dense(hidden, 1)
        self.loss = tf.reduce_mean((self.answer - self.y) ** 2)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            self.train = tf.train.AdamOptimizer().minimize(self.loss)


model = Classifier()
with weights_of("classifier", model) as session:
    print(session.run(model.answer, {model.x: np.random.rand(4, 3)}))
