# dialect: 1
"""Layers of Keras in a graph that a session trains: nobody passes their flag, so they stay in inference mode."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.keras import layers

tf.disable_v2_behavior()


def encoder(rows, widths):
    for width in widths:
        rows = tf.layers.dense(rows, width)
        rows = layers.BatchNormalization(momentum=0.9)(rows)  # expect: BNL112
    return rows


rows = tf.placeholder(tf.float32, (None, 4))
code = encoder(rows, (8, 3))
decoder = tf.keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(4)])
loss = tf.reduce_mean(tf.square(decoder(code) - rows))  # expect: BNL112
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train = tf.train.AdamOptimizer(0.01).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run(train, {rows: np.random.normal(3.0, 2.0, (16, 4))})
    print(session.run(decoder.layers[1].moving_mean))
