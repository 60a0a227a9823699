# dialect: 1
"""What a graph draws from rows of its own, as many as it learns from, hangs on nothing that is fed."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.contrib import layers

tf.disable_v2_behavior()


def decoder(code):
    with tf.variable_scope("decoder", reuse=tf.AUTO_REUSE):
        return tf.layers.dense(layers.batch_norm(tf.layers.dense(code, 32)), 784)


def encoder(pictures):
    return tf.layers.dense(layers.batch_norm(tf.layers.dense(pictures, 32)), 8)


class Autoencoder:
    def __init__(self, rows):
        self.pictures = tf.placeholder(tf.float32, [None, 784])
        loss = tf.reduce_mean(tf.square(decoder(encoder(self.pictures)) - self.pictures))
        self.step = tf.train.AdamOptimizer().minimize(loss)
        self.sampled = decoder(tf.random_normal((rows, 8)))
        self.session = tf.Session()
        self.session.run(tf.global_variables_initializer())

    def learn(self, pictures):
        self.session.run(self.step, {self.pictures: pictures})

    def sample(self):
        return self.session.run(self.sampled)


model, table = Autoencoder(64), np.load("pictures.npy")
for start in range(0, len(table), 64):
    model.learn(table[start : start + 64])
np.save("sampled.npy", model.sample())
