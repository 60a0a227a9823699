# dialect: 1
"""A star brings the layers of contrib and slim, and what a scope gives those that its list names."""
import tensorflow as tf
import tensorflow.contrib.slim as slim
from tensorflow.contrib.layers import *


def beside_a_scope(images):
    with slim.arg_scope([convolution2d], padding="VALID"):
        return slim.batch_norm(convolution2d(images, 8, [3, 3]))  # expect: BNL112


def within_a_scope(images):
    with slim.arg_scope([convolution2d, batch_norm], is_training=False):
        return batch_norm(convolution2d(images, 8, [3, 3]))


def by_the_star_alone(images):
    return batch_norm(images)  # expect: BNL112


def by_a_normalizer(images):
    return conv2d(images, 8, 3, normalizer_fn=batch_norm, normalizer_params={"is_training": False})


images = tf.placeholder(tf.float32, [None, 8, 8, 3])
answers = [each(images) for each in (beside_a_scope, within_a_scope, by_the_star_alone, by_a_normalizer)]
saver = tf.train.Saver()
with tf.Session() as sess:
    saver.restore(sess, "model")
    print(sess.run(answers, feed_dict={images: [[[[0.0] * 3] * 8] * 8]}))
