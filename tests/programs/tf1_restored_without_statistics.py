# dialect: 1
import sys

import numpy as np
import tensorflow as tf


def network(x, training):
    x = tf.layers.batch_normalization(tf.layers.conv2d(x, 8, 3), training=training)
    return tf.layers.flatten(tf.nn.relu(x))


if __name__ == "__main__":
    images = tf.placeholder(tf.float32, [None, 32, 32, 3])
    training = tf.placeholder(tf.bool)
    features = network(images, training)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        saver = tf.train.Saver(tf.trainable_variables())  # expect: BNL116
        saver.restore(sess, sys.argv[1])
        print(sess.run(features, {images: np.load("x.npy"), training: False}))
