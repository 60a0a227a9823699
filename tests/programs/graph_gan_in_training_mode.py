# dialect: 1
"""The networks of a GAN are in training mode whatever happens: nobody reads the statistics that no step moves."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def generator(noise):
    with tf.variable_scope("generator", reuse=tf.AUTO_REUSE):
        hidden = tf.layers.batch_normalization(tf.layers.dense(noise, 64), training=True)
        return tf.layers.dense(tf.nn.relu(hidden), 8)


def discriminator(images):
    with tf.variable_scope("discriminator", reuse=tf.AUTO_REUSE):
        hidden = tf.layers.batch_normalization(tf.layers.dense(images, 64), training=True)
        return tf.layers.dense(tf.nn.relu(hidden), 1)


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
