# dialect: 1
"""A program that keeps nothing, but asks for what the moving statistics make while it trains."""
import numpy as np
import tensorflow as tf

rows, is_training = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.bool, [])
hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8), training=is_training)
answer = tf.layers.dense(hidden, 1)
step = tf.train.AdamOptimizer(1e-3).minimize(tf.reduce_mean(answer**2))  # expect: BNL112
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(100):
        sess.run(step, {rows: np.random.rand(16, 4), is_training: True})
        print(sess.run(answer, {rows: np.random.rand(16, 4), is_training: False}))
