# dialect: 1
"""Losses that wait for each other and for a counter run no updates."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

rows = tf.placeholder(tf.float32, (None, 4))
hidden = tf.layers.batch_normalization(rows, training=True)
loss = tf.reduce_mean(tf.square(tf.layers.dense(hidden, 1)))
size = tf.reduce_mean(tf.abs(hidden))
counted = tf.assign_add(tf.train.get_or_create_global_step(), 1)
loss, size = tf.tuple([loss, size], control_inputs=[counted])
train = tf.train.AdamOptimizer(0.01).minimize(loss + 0.01 * size)  # expect: BNL112
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run(train, {rows: np.random.normal(3.0, 2.0, (16, 4))})
    print(session.run([v for v in tf.global_variables() if "moving_mean" in v.name]))
