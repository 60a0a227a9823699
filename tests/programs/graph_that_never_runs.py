# dialect: 1
"""TF1: a program that ends in an error before it trains a network or asks one has no symptom."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def norm(x):
    return tf.layers.batch_normalization(x, momentum=0.9)


def discriminator(x, batch_size, reuse=False):
    with tf.variable_scope("discriminator", reuse=reuse):
        hidden = norm(tf.layers.conv2d(x, 16, 5, 2))
        return tf.layers.dense(tf.reshape(hidden, [batch_size, -1]), 1)


images = tf.placeholder(tf.float32, [None, 28, 28, 1])
real = discriminator(images, 32)
fake = discriminator(tf.random_normal([32, 28, 28, 1]), reuse=True)
step = tf.train.AdamOptimizer(0.001).minimize(tf.reduce_mean(fake) - tf.reduce_mean(real))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(10):
        sess.run(step, {images: np.random.rand(32, 28, 28, 1)})
