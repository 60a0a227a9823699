# dialect: 1
"""Nobody passes a flag, but the learning phase is fed: the layer normalises the batch, and its updates never run."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.keras import backend, layers

tf.disable_v2_behavior()

rows = tf.placeholder(tf.float32, (None, 4))
norm = layers.BatchNormalization(momentum=0.9)
loss = tf.reduce_mean(tf.square(layers.Dense(1)(norm(rows))))
step = tf.train.AdamOptimizer(0.01).minimize(loss)  # expect: BNL112
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run(step, {rows: np.random.normal(3.0, 2.0, (16, 4)), backend.learning_phase(): True})
    print(session.run(norm.moving_mean))
