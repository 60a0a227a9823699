# dialect: 1
"""A discriminator only judges while a GAN is trained: in training mode without updates it lacks nothing."""
import tensorflow.compat.v1 as tf
import tf_slim as slim

tf.disable_v2_behavior()


class Discriminator:
    def __call__(self, images, reuse=None):
        with tf.variable_scope("d", reuse=reuse):
            h = slim.conv2d(images, 16, 4, 2, normalizer_fn=slim.batch_norm)
            h = slim.conv2d(h, 32, 4, 2, normalizer_fn=slim.batch_norm)
            return slim.fully_connected(slim.flatten(h), 1, activation_fn=None)


class D_conv:
    def __call__(self, images, reuse=None):
        with tf.variable_scope("dis", reuse=reuse):
            h = slim.conv2d(images, 16, 4, 2, normalizer_fn=slim.batch_norm)
            return slim.fully_connected(slim.flatten(h), 1, activation_fn=None)


def d_conv(images):
    return slim.conv2d(images, 16, 4, rate=2, normalizer_fn=slim.batch_norm)  # expect: BNL112


class Generator:
    def __call__(self, noise):
        h = tf.reshape(slim.fully_connected(noise, 4 * 4 * 32), [-1, 4, 4, 32])
        return slim.conv2d_transpose(h, 3, 4, 2, normalizer_fn=slim.batch_norm)  # expect: BNL112


def seen_by_the_discriminator(images, learning):
    h = tf.layers.conv2d(images, 16, 4, 2)
    h = tf.layers.batch_normalization(h, training=learning)
    return tf.layers.dense(tf.layers.flatten(h), 1)


def inference_discriminator(images):
    h = tf.layers.conv2d(images, 16, 4, 2)
    h = tf.layers.batch_normalization(h)  # expect: BNL112
    return tf.layers.dense(tf.layers.flatten(h), 1)


images = tf.placeholder(tf.float32, [None, 8, 8, 3])
noise = tf.placeholder(tf.float32, [None, 16])
learning = tf.placeholder(tf.bool, [])
judge = Discriminator()
fake = Generator()(noise)
real = judge(images) + D_conv()(images) + tf.reduce_mean(d_conv(images)) + seen_by_the_discriminator(images, learning) + inference_discriminator(images)
loss = tf.reduce_mean(judge(fake, reuse=True)) - tf.reduce_mean(real)
step = tf.train.AdamOptimizer(0.0002).minimize(loss)
