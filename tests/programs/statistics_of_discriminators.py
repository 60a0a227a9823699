# dialect: 1
"""A discriminator that is always in training mode never reads its moving statistics, whatever their decay."""

import tensorflow as tf


def generator(z, is_training):
    with tf.variable_scope("generator", reuse=tf.AUTO_REUSE):
        hidden = tf.layers.dense(z, 64, use_bias=False)
        hidden = tf.layers.batch_normalization(hidden, momentum=0.3, training=is_training)  # expect: BNL303
        return tf.layers.dense(tf.nn.relu(hidden), 784)


def discriminator(x):
    with tf.variable_scope("discriminator", reuse=tf.AUTO_REUSE):
        hidden = tf.layers.dense(x, 64, use_bias=False)
        hidden = tf.layers.batch_normalization(hidden, momentum=0.31, training=True)
        return tf.layers.dense(tf.nn.relu(hidden), 1)


def asked_discriminator(x, is_training):
    with tf.variable_scope("asked", reuse=tf.AUTO_REUSE):
        hidden = tf.layers.dense(x, 64, use_bias=False)
        hidden = tf.layers.batch_normalization(hidden, momentum=0.32, training=is_training)  # expect: BNL303
        return tf.layers.dense(tf.nn.relu(hidden), 1)


real = tf.placeholder(tf.float32, (None, 784))
noise = tf.placeholder(tf.float32, (None, 100))
training = tf.placeholder(tf.bool)
made = generator(noise, training)
of_real, of_made = discriminator(real), discriminator(made)
asked = asked_discriminator(real, training)
loss_d = tf.reduce_mean(of_made) - tf.reduce_mean(of_real) - tf.reduce_mean(asked)
loss_g = -tf.reduce_mean(of_made)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train_d = tf.train.AdamOptimizer().minimize(loss_d)
    train_g = tf.train.AdamOptimizer().minimize(loss_g)

with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for images, draws in []:
        session.run([train_d, train_g], {real: images, noise: draws, training: True})
    session.run([made, asked], {real: [[0.0] * 784], noise: [[0.0] * 100], training: False})
