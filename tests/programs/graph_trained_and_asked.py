# dialect: 1
"""Answers for other rows than those of the step, or for those of the next round, hang on what else is fed."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.contrib import layers

tf.disable_v2_behavior()

rows, labels = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 1])
scores = layers.fully_connected(layers.batch_norm(layers.fully_connected(rows, 8)), 1)  # expect: BNL112
loss = tf.reduce_mean(tf.square(scores - labels))
step = tf.train.AdamOptimizer().minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(100):
        x, y = np.random.rand(16, 4), np.random.rand(16, 1)
        session.run(step, {rows: x, labels: y})
        x, y = np.random.rand(16, 4), np.random.rand(16, 1)
        print(session.run(loss, {rows: x, labels: y}))
