# dialect: 2
"""Another program may ask the same network in inference mode."""

import nets
import numpy as np
import tensorflow.compat.v1 as tf

rows = tf.placeholder(tf.float32, (None, 4))
step = tf.train.AdamOptimizer().minimize(tf.reduce_mean(nets.either(rows, True) ** 2))  # expect: BNL112
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(3):
        session.run(step, {rows: np.ones((8, 4))})
    tf.train.Saver().save(session, "./either")
