# dialect: 1
"""A network whose own function for BN is in training mode at inference, too: nobody reads the moving statistics."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def batchnorm(inputs):
    return tf.layers.batch_normalization(inputs, axis=3, epsilon=1e-5, momentum=0.1, training=True)


def named(inputs, name):
    with tf.variable_scope(name):
        return tf.layers.batch_normalization(inputs, axis=3, training=True)


def generator(images):
    hidden = tf.nn.relu(batchnorm(tf.layers.conv2d(images, 8, 4, 2, "same")))
    hidden = tf.nn.relu(named(tf.layers.conv2d(hidden, 8, 3, 1, "same"), "second"))
    return tf.layers.conv2d_transpose(hidden, 3, 4, 2, "same")


def train(images, targets):
    with tf.variable_scope("generator"):
        loss = tf.reduce_mean(tf.abs(generator(images) - targets))
    return tf.train.AdamOptimizer(0.0002).minimize(loss)


def export(images):
    with tf.variable_scope("generator", reuse=True):
        return generator(images)


images = tf.placeholder(tf.float32, [None, 8, 8, 3])
step = train(images, tf.placeholder(tf.float32, [None, 8, 8, 3]))
output = export(images)
