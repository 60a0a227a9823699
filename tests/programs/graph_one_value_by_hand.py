# dialect: 1
"""TF1 code that makes its convolutions by hand: the strides say when one value for each channel is left of an image."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def convolved(x, name, strides, padding="SAME"):
    with tf.variable_scope(name):
        w = tf.get_variable("w", [5, 5, x.get_shape()[-1], 8])
        b = tf.get_variable("b", [8])
        x = tf.nn.conv2d(x, w, strides=strides, padding=padding)
        return tf.reshape(tf.nn.bias_add(x, b), x.get_shape())


def normalised(x, name):
    return tf.layers.batch_normalization(x, training=True, name=name)  # expect: BNL201


def normalised_before(x, name):
    return tf.layers.batch_normalization(x, training=True, name=name)


def normalised_of_any(x, name):
    return tf.layers.batch_normalization(x, training=True, name=name)


def pooled(x, name):
    return tf.layers.batch_normalization(x, training=True, name=name)  # expect: BNL201


images = tf.placeholder(tf.float32, [1, 8, 8, 3])
x = tf.nn.relu(normalised_before(convolved(images, "a", [1, 2, 2, 1]), "norm_a"))
x = tf.nn.relu(normalised_before(convolved(x, "b", [1, 1, 1, 1]), "norm_b"))
x = tf.nn.relu(normalised_of_any(convolved(images, "v", [1, 1, 1, 1], "VALID"), "norm_v")) + 0.0
y = tf.nn.relu(normalised(convolved(convolved(images, "c", [1, 4, 4, 1]), "d", [1, 2, 2, 1]), "norm_d"))
z = tf.nn.relu(pooled(tf.nn.max_pool(images, 8, 8, "SAME"), "norm_p"))
loss = tf.reduce_mean(y**2) + tf.reduce_mean(x**2) + tf.reduce_mean(z**2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train = tf.train.AdamOptimizer().minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(100):
        sess.run(train, {images: np.random.rand(1, 8, 8, 3)})
