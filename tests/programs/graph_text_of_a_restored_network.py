# dialect: 1
import sys

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 32, 32, 1])
features = tf.layers.conv2d(x, 8, 3)
features = tf.layers.batch_normalization(features, training=True)  # expect: BNL105
steps = tf.reshape(features, [-1, 30, 240])
(forwards, backwards), _ = tf.nn.bidirectional_dynamic_rnn(
    tf.nn.rnn_cell.LSTMCell(16), tf.nn.rnn_cell.LSTMCell(16), steps, dtype=tf.float32
)
logits = tf.transpose(tf.layers.dense(tf.concat([forwards, backwards], 2), 12), [1, 0, 2])
paths, _ = tf.nn.ctc_beam_search_decoder(logits, tf.fill([4], 30), top_paths=2)
text = tf.sparse_tensor_to_dense(paths[1], default_value=-1)
with tf.Session() as sess:
    tf.train.Saver().restore(sess, sys.argv[1])
    print(sess.run(text, {x: np.load("x.npy")}))
