# dialect: 1
"""A library's DCGAN, whose samples are drawn in inference mode, by the default of its object."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Generator:
    def __init__(self):
        self.reuse = False

    def __call__(self, z, training=False):
        with tf.variable_scope("g", reuse=self.reuse):
            h = tf.nn.relu(tf.layers.batch_normalization(tf.layers.dense(z, 16), training=training))
            images = tf.reshape(tf.layers.dense(h, 48), [-1, 4, 4, 3])
        self.reuse = True
        self.variables = tf.trainable_variables("g")
        return images


class Discriminator:
    def __init__(self):
        self.reuse = False

    def __call__(self, images, training=False):
        with tf.variable_scope("d", reuse=self.reuse):
            h = tf.layers.batch_normalization(tf.layers.conv2d(images, 8, 3, padding="same"), training=training)
            said = tf.layers.dense(tf.layers.flatten(tf.nn.leaky_relu(h)), 1)
        self.reuse = True
        self.variables = tf.trainable_variables("d")
        return said


class DCGAN:
    def __init__(self, size=16):
        self.size = size
        self.g, self.d = Generator(), Discriminator()

    def losses(self, images):
        made = self.d(self.g(tf.random_uniform([self.size, 8]), training=True), training=True)
        real = self.d(images, training=True)
        return tf.reduce_mean(-made), tf.reduce_mean(made - real)

    def train(self, losses):
        g_step = tf.train.AdamOptimizer(2e-4, 0.5).minimize(losses[0], var_list=self.g.variables)  # expect: BNL112
        d_step = tf.train.AdamOptimizer(2e-4, 0.5).minimize(losses[1], var_list=self.d.variables)
        with tf.control_dependencies([g_step, d_step]):
            return tf.no_op()

    def sample_images(self, size=4):
        images = self.g(tf.random_uniform([size, 8]))
        return tf.image.convert_image_dtype((images + 1.0) / 2.0, tf.uint8)
