# dialect: 1
"""What else the README and a shell script run a program with: that is read as what its default does."""
import argparse

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

parser = argparse.ArgumentParser()
parser.add_argument("--phase", default="train")
parser.add_argument("--format", default="gif", choices=["gif", "png", "jpg", "bmp"])
options = parser.parse_args()


class Gan:
    def __init__(self, session):
        self.session = session
        self.batch_size = 32

    def build(self):
        self.codes = tf.placeholder(tf.float32, [self.batch_size, 2])
        self.made = self.generator(self.codes)  # expect: BNL105

    def generator(self, codes, training=True):
        with tf.variable_scope("generator"):
            hidden = tf.layers.dense(codes, 8)
            hidden = tf.layers.batch_normalization(hidden, training=training, name="norm")
            return tf.layers.dense(tf.nn.relu(hidden), 4)

    def train(self):
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            step = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(self.made**2))
        self.session.run(tf.global_variables_initializer())
        for _ in range(9):
            self.session.run(step, {self.codes: np.random.normal(size=(32, 2))})
        tf.train.Saver().save(self.session, "/tmp/drawn/model")


def draw(session, gan):
    gan.batch_size = 4
    gan.build()
    tf.train.Saver().restore(session, "/tmp/drawn/model")
    print(session.run(gan.made, {gan.codes: np.random.normal(size=(4, 2))}), options.format)


def main():
    with tf.Session() as session:
        gan = Gan(session)
        if options.phase == "train":
            gan.build()
            gan.train()
        else:
            draw(session, gan)


main()
