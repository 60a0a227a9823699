# dialect: 1
"""An option that is off by default leaves the graph in training mode for the training and for its tests."""
import argparse

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
parser = argparse.ArgumentParser()
parser.add_argument("--freeze", action="store_true")
parser.add_argument("--verbose", action="store_true")
args = parser.parse_args()
is_training = not args.freeze
TRAIN, TEST = (np.random.randn(64, 8), np.random.randn(64, 1)), (np.random.randn(16, 8), np.random.randn(16, 1))

x = tf.placeholder(tf.float32, [None, 8])
y = tf.placeholder(tf.float32, [None, 1])
h = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=is_training)  # expect: BNL105
loss = tf.reduce_mean(tf.square(tf.layers.dense(h, 1) - y))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train_op = tf.train.AdamOptimizer(1e-3).minimize(loss)


def train(session):
    for step in range(8):
        session.run(train_op, {x: TRAIN[0][step * 8 : step * 8 + 8], y: TRAIN[1][step * 8 : step * 8 + 8]})
        if args.verbose:
            print("step", step)


def test(session):
    test_x, test_y = TEST
    print(session.run(loss, {x: test_x, y: test_y}))


with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    train(session)
    test(session)
