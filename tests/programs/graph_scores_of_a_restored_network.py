# dialect: 1
import sys

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 40])
features = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=True)  # expect: BNL105
steps, _ = tf.nn.static_rnn(tf.nn.rnn_cell.GRUCell(16), [features, features], dtype=tf.float32)
scores = tf.nn.xw_plus_b(steps[-1], tf.get_variable("w", [16, 5]), tf.get_variable("b", [5]))
drawn = tf.multinomial(scores, 3)
with tf.Session() as sess:
    tf.train.Saver().restore(sess, sys.argv[1])
    print(sess.run(drawn, {x: np.load("x.npy")}))
