# dialect: 1
"""The same layer in the training graph, with its flag and updates, and once more without a flag to score rows."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.keras import layers

tf.disable_v2_behavior()

rows, others = tf.placeholder(tf.float32, (None, 4)), tf.placeholder(tf.float32, (None, 4))
norm = layers.BatchNormalization(momentum=0.9)
head = layers.Dense(1)
loss = tf.reduce_mean(tf.square(head(norm(rows, training=True)) - 1.0))
scores = head(norm(others))
with tf.control_dependencies(norm.get_updates_for(rows)):
    train = tf.train.AdamOptimizer(0.01).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run(train, {rows: np.random.normal(3.0, 2.0, (16, 4))})
    print(session.run([norm.moving_mean, scores], {others: np.ones((2, 4))}))
