# dialect: 1
"""The learning phase is fed 1 for the answers, too: they read no moving statistics, which no step moves."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.keras import backend, layers

tf.disable_v2_behavior()

rows = tf.placeholder(tf.float32, (None, 4))
answers = layers.Dense(1)(layers.BatchNormalization(momentum=0.9)(rows))
step = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(tf.square(answers)))
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run(step, {rows: np.random.normal(3.0, 2.0, (16, 4)), backend.learning_phase(): 1})
    print(session.run(answers, {rows: np.random.normal(3.0, 2.0, (16, 4)), backend.learning_phase(): 1}))
