# dialect: 1
"""The networks of a GAN take no flag, and the program's own function for BN is in training mode by default."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def batch_norm(x, is_train=True, name="norm"):
    return tf.layers.batch_normalization(x, momentum=0.9, training=is_train, name=name)


def block(x, units):
    return batch_norm(tf.layers.dense(x, units))


def generator(noise):
    with tf.variable_scope("generator", reuse=tf.AUTO_REUSE):
        return tf.layers.dense(tf.nn.relu(block(noise, 64)), 8)


def discriminator(images):
    with tf.variable_scope("discriminator", reuse=tf.AUTO_REUSE):
        return tf.layers.dense(tf.nn.relu(block(images, 64)), 1)


images = tf.placeholder(tf.float32, [None, 8])
judged, true = discriminator(generator(tf.random.normal((16, 4)))), discriminator(images)
variables = tf.trainable_variables()
adam = tf.train.AdamOptimizer()
steps = [
    adam.minimize(tf.reduce_mean(judged - true), var_list=[v for v in variables if "discriminator" in v.name]),
    adam.minimize(-tf.reduce_mean(judged), var_list=[v for v in variables if "generator" in v.name]),
]
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(steps, {images: [[1.0] * 8] * 16})
