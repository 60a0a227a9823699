# dialect: 1
"""Samples that are drawn in batches of the size that training has are as good as there."""
import sys

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def net(codes, training=True):
    with tf.variable_scope("net", reuse=tf.AUTO_REUSE):
        hidden = tf.layers.dense(codes, 8)
        hidden = tf.layers.batch_normalization(hidden, training=training, name="norm")
        return tf.layers.dense(tf.nn.relu(hidden), 4)


def train():
    codes = tf.placeholder(tf.float32, [32, 2])
    made = net(codes)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(made**2))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(9):
            session.run(step, {codes: np.random.normal(size=(32, 2))})
        tf.train.Saver().save(session, "/tmp/drawn/model")


def sample():
    codes = tf.placeholder(tf.float32, [32, 2])
    made = net(codes)
    with tf.Session() as session:
        tf.train.Saver().restore(session, "/tmp/drawn/model")
        print(session.run(made, {codes: np.random.normal(size=(32, 2))}))


if sys.argv[1:] == ["train"]:
    train()
else:
    sample()
