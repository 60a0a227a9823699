# dialect: 1
# Whether images are real is no class of theirs: nobody asks a discriminator afterwards.
import sys

import numpy as np
import tensorflow as tf


def discriminator(x, reuse=False):
    with tf.variable_scope("d", reuse=reuse):
        x = tf.layers.conv2d(x, 8, 3, 2)
        x = tf.layers.batch_normalization(x, training=True)
        return tf.layers.dense(tf.layers.flatten(tf.nn.relu(x)), 1)[:, 0]


real = tf.placeholder(tf.float32, [None, 32, 32, 3])
labels = tf.placeholder(tf.float32, [None])
logits = discriminator(real)
loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits))
correct = tf.reduce_sum(tf.to_float(tf.equal(labels, tf.round(tf.nn.sigmoid(logits)))))
step = tf.train.AdamOptimizer().minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for x, y in np.load(sys.argv[1], allow_pickle=True):
        sess.run([step, correct], feed_dict={real: x, labels: y})
    for x, y in np.load(sys.argv[2], allow_pickle=True):
        print(sess.run(correct, feed_dict={real: x, labels: y}))
