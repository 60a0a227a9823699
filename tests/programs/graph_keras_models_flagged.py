# dialect: 1
"""The flag reaches the model, its updates nobody: a model keeps them as a layer does."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.keras import layers

tf.disable_v2_behavior()

rows = tf.placeholder(tf.float32, (None, 4))
flag = tf.placeholder_with_default(False, ())
net = tf.keras.Sequential([layers.Dense(8), layers.BatchNormalization(momentum=0.9), layers.Dense(1)])
loss = tf.reduce_mean(tf.square(net(rows, training=flag)))
train = tf.train.AdamOptimizer(0.01).minimize(loss)  # expect: BNL112
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run(train, {rows: np.random.normal(3.0, 2.0, (16, 4)), flag: True})
    print(session.run(net.layers[1].moving_mean))
