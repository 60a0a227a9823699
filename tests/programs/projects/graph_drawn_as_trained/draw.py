# dialect: 1
"""Pictures of as many rows of the same noise as in the steps are those that the generator makes in training."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.contrib import layers

tf.disable_v2_behavior()
batch_size = 64


def generator(noise):
    with tf.variable_scope("generator", reuse=tf.AUTO_REUSE):
        return tf.layers.dense(layers.batch_norm(tf.layers.dense(noise, 32)), 784)


def d_conv(pictures):
    with tf.variable_scope("critic", reuse=tf.AUTO_REUSE):
        return tf.layers.dense(tf.nn.relu(tf.layers.dense(pictures, 32)), 1)


noise, pictures = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.float32, [None, 784])
d_loss = tf.reduce_mean(d_conv(generator(noise)) - d_conv(pictures))
g_loss = -tf.reduce_mean(d_conv(generator(noise)))
d_step = tf.train.AdamOptimizer().minimize(d_loss, var_list=tf.trainable_variables("critic"))
g_step = tf.train.AdamOptimizer().minimize(g_loss, var_list=tf.trainable_variables("generator"))
tf.summary.image("pictures", tf.reshape(generator(noise), (-1, 28, 28, 1)))
summary, saver = tf.summary.merge_all(), tf.train.Saver()
table = np.load("pictures.npy")
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for number in range(0, len(table), batch_size):
        drawn = np.random.normal(size=(batch_size, 8))
        session.run(d_step, {pictures: table[number : number + batch_size], noise: drawn})
        session.run(g_step, {noise: drawn})
        if number % 640 == 0:
            drawn = np.random.normal(size=(batch_size, 8))
            session.run(summary, {noise: drawn, pictures: table[:batch_size]})
            saver.save(session, "gan")
