# dialect: 1
"""Whether a run trains is an option that is off by default: the train op leaves the statistics behind in any case."""
import argparse

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Learner:
    def __init__(self, is_train):
        self.is_train = is_train
        self.x = tf.placeholder(tf.float32, [None, 4])
        hidden = tf.layers.batch_normalization(tf.layers.dense(self.x, 8), training=self.is_train)
        loss = tf.reduce_mean(tf.layers.dense(hidden, 1) ** 2)
        self.op = tf.train.AdamOptimizer(0.001).minimize(loss)  # expect: BNL112


parser = argparse.ArgumentParser()
parser.add_argument("--is_train", action="store_true", default=False)
Learner(parser.parse_args().is_train)
