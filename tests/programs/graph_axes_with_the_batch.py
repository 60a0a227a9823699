# dialect: 1
"""Axes of TensorFlow 1: those that keep statistics of their own, not those over which the means are taken."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def features(x, training):
    axis = list(range(len(x.get_shape()) - 1))
    x = tf.layers.conv2d(x, 8, 4, 2, padding="same")
    return tf.layers.batch_normalization(x, axis=axis, training=training)  # expect: BNL401


def head(x, training):
    x = tf.layers.dense(tf.layers.flatten(x), 4)
    x = tf.layers.batch_normalization(x, axis=[0], training=training)  # expect: BNL401
    x = tf.layers.batch_normalization(x, axis=[1], training=training)
    return tf.layers.batch_normalization(x, axis=[-1], training=training)


images = tf.placeholder(tf.float32, [16, 8, 8, 3])
training = tf.placeholder(tf.bool, [])
loss = tf.reduce_mean(tf.square(head(features(images, training), training)))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
