# dialect: 1
"""A program that trains and keeps nothing: whatever it asks for is in training mode, so nobody reads the statistics."""
import numpy as np
import tensorflow as tf
from tensorflow.contrib import layers


def head(hidden):
    norm = tf.layers.batch_normalization(hidden, name="norm", training=True)
    return tf.layers.dense(norm, 1)


def recovered(codes, hidden, is_training):
    norm = layers.batch_norm(hidden, is_training=is_training)
    return tf.reduce_mean((tf.layers.dense(norm, 2) - codes) ** 2)


def drawn(hidden):
    return layers.fully_connected(hidden, 4, normalizer_fn=layers.batch_norm)


rows, is_training = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.bool, [])
hidden = tf.layers.dense(rows, 8, tf.nn.relu)
beside = tf.reduce_mean((head(hidden) - 1.0) ** 2)
answer = tf.layers.dense(hidden, 1)
loss = tf.reduce_mean(answer**2) + beside + recovered(rows[:, :2], hidden, is_training) + tf.reduce_mean(drawn(hidden))
step = tf.train.AdamOptimizer(1e-3).minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for number in range(100):
        fed = {rows: np.random.rand(16, 4), is_training: True}
        sess.run(step, fed)
        if number % 10 == 0:
            print(sess.run([loss, beside], {rows: np.random.rand(16, 4), is_training: True}))
            print(sess.run(answer, {rows: np.random.rand(16, 4), is_training: False}))
