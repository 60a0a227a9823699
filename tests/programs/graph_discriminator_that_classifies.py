# dialect: 1
import sys

import numpy as np
import tensorflow as tf


def discriminator(x, reuse=False):
    with tf.variable_scope("d", reuse=reuse):
        x = tf.layers.conv2d(x, 8, 3, 2)
        x = tf.layers.batch_normalization(x, training=True)
        return tf.layers.dense(tf.layers.flatten(tf.nn.relu(x)), 10)


real = tf.placeholder(tf.float32, [None, 32, 32, 3])
labels = tf.placeholder(tf.int32, [None])
logits = discriminator(real)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
correct = tf.reduce_sum(tf.to_float(tf.equal(labels, tf.cast(tf.argmax(logits, 1), tf.int32))))
step = tf.train.AdamOptimizer().minimize(loss)  # expect: BNL112

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for x, y in np.load(sys.argv[1], allow_pickle=True):
        sess.run([step, correct], feed_dict={real: x, labels: y})
    for x, y in np.load(sys.argv[2], allow_pickle=True):
        print(sess.run(correct, feed_dict={real: x, labels: y}))
