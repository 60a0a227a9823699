# dialect: 1
import sys

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 30, 40])
features = tf.layers.batch_normalization(tf.layers.conv1d(x, 8, 3), training=True)  # expect: BNL105
outputs, state = tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(16), features, dtype=tf.float32)
with tf.Session() as sess:
    tf.train.Saver().restore(sess, sys.argv[1])
    print(sess.run(outputs, {x: np.load("x.npy")}))
