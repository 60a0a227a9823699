# dialect: 1
"""A generator that draws its samples in training mode, too: nobody reads the moving statistics."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Generator:
    def __init__(self):
        self.reuse = False

    def __call__(self, codes, is_training=False):
        with tf.variable_scope("generator", reuse=self.reuse):
            hidden = tf.layers.batch_normalization(tf.layers.dense(codes, 8), training=is_training)
            out = tf.layers.dense(tf.nn.relu(hidden), 4)
        self.reuse = True
        return out


class Gan:
    def __init__(self, size):
        self.size = size
        self.generator = Generator()

    def build(self, data):
        fake = self.generator(tf.random_uniform([self.size, 2]), is_training=True)
        gap = tf.reduce_mean(fake, 0) - tf.reduce_mean(data, 0)
        return tf.train.AdamOptimizer(0.001).minimize(tf.reduce_sum(gap**2))

    def sample_images(self, codes):
        return self.generator(codes, is_training=True)


gan = Gan(16)
step = gan.build(tf.placeholder(tf.float32, [16, 4]))
drawn = gan.sample_images(tf.random_uniform([16, 2]))
