# dialect: 1
"""Nobody passes a flag, but the learning phase is fed, and the updates run with the train op."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.keras import backend, layers

tf.disable_v2_behavior()

rows = tf.placeholder(tf.float32, (None, 4))
net = tf.keras.Sequential([layers.Dense(8), layers.BatchNormalization(momentum=0.9), layers.Dense(1)])
loss = tf.reduce_mean(tf.square(net(rows)))
step = tf.train.AdamOptimizer(0.01).minimize(loss)
train = tf.group(step, *net.updates)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run(train, {rows: np.random.normal(3.0, 2.0, (16, 4)), backend.learning_phase(): True})
    print(session.run(net.layers[1].moving_mean))
