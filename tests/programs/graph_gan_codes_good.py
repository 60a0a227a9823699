# dialect: 1
"""The head that tells the codes of an InfoGAN is there for training, as the discriminator is: nobody asks it later."""
import numpy as np
import tensorflow as tf
from tensorflow.contrib import layers


def generator(noise):
    with tf.variable_scope("generator"):
        return layers.fully_connected(noise, 16, activation_fn=tf.nn.sigmoid)


def discriminator(images, reuse=None):
    with tf.variable_scope("discriminator", reuse=reuse):
        hidden = layers.fully_connected(images, 64, scope="hidden")
        return layers.fully_connected(hidden, 1, activation_fn=None, scope="logit"), hidden


def mutual_info(codes, hidden, is_training):
    params = {"is_training": is_training}
    out = layers.fully_connected(hidden, 8, normalizer_fn=layers.batch_norm, normalizer_params=params)
    return tf.reduce_mean(tf.square(layers.fully_connected(out, 2, activation_fn=None) - codes))


noise, images = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.float32, [None, 16])
is_training = tf.placeholder(tf.bool, [])
fake = generator(noise)
(judged, hidden), (true, _) = discriminator(fake), discriminator(images, reuse=True)
step = tf.train.AdamOptimizer(1e-3).minimize(tf.reduce_mean(judged) - tf.reduce_mean(true))
told = tf.train.AdamOptimizer(1e-3).minimize(mutual_info(noise[:, :2], hidden, is_training))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(100):
        drawn = np.random.rand(16, 8)
        sess.run([step, told], {noise: drawn, images: np.random.rand(16, 16), is_training: True})
    tf.train.Saver().save(sess, "./infogan")
    print(sess.run(fake, {noise: np.random.rand(4, 8), is_training: False}))
