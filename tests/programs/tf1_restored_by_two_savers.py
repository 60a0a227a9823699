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
    others = [v for v in tf.global_variables() if "moving_" in v.name]
    with tf.Session() as sess:
        tf.train.Saver(tf.trainable_variables()).restore(sess, sys.argv[1])
        tf.train.Saver(others).restore(sess, sys.argv[2])
        print(sess.run(features, {images: np.load("x.npy"), training: False}))
