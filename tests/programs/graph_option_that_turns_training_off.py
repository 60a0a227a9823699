# dialect: 1
"""An option without which the program only trains: whoever wants a test gives it, and gets inference mode."""
import sys

import numpy as np
import tensorflow.compat.v1 as tf
from absl import flags

tf.disable_v2_behavior()
flags.DEFINE_bool("test", False, "test what was trained")
flags.DEFINE_bool("test_behind", False, "test behind the training, with the network in training mode")
FLAGS = flags.FLAGS
FLAGS(sys.argv)
TRAIN, TEST = (np.random.randn(64, 8), np.random.randn(64, 1)), (np.random.randn(16, 8), np.random.randn(16, 1))

x = tf.placeholder(tf.float32, [None, 8])
y = tf.placeholder(tf.float32, [None, 1])
h = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=not FLAGS.test)
loss = tf.reduce_mean(tf.square(tf.layers.dense(h, 1) - y))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train_op = tf.train.AdamOptimizer(1e-3).minimize(loss)


def main():
    saver = tf.train.Saver()
    with tf.Session() as session:
        if not FLAGS.test:
            session.run(tf.global_variables_initializer())
            for step in range(8):
                session.run(train_op, {x: TRAIN[0][step * 8 : step * 8 + 8], y: TRAIN[1][step * 8 : step * 8 + 8]})
            if FLAGS.test_behind:
                test_x, test_y = TEST
                print(session.run(loss, {x: test_x, y: test_y}))
            saver.save(session, "./model")
            return
        saver.restore(session, "./model")
        test_x, test_y = TEST
        print(session.run(loss, {x: test_x, y: test_y}))


main()
