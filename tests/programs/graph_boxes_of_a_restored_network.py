# dialect: 1
import sys

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 32, 32, 3])
features = tf.layers.batch_normalization(tf.layers.conv2d(x, 6, 3), training=True)  # expect: BNL105
found = tf.reshape(features, [-1, 6])
boxes = tf.boolean_mask(found[:, :4], tf.greater(found[:, 4], 0.5))
scores = tf.boolean_mask(found[:, 5], tf.greater(found[:, 4], 0.5))
kept = tf.gather(boxes, tf.image.non_max_suppression(boxes, scores, 10))
with tf.Session() as sess:
    tf.train.Saver().restore(sess, sys.argv[1])
    print(sess.run(kept, {x: np.load("x.npy")}))
