# dialect: 1
"""TF1: a layer as an object says which operations are its updates."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
x = tf.placeholder(tf.float32, [None, 3])
training = tf.placeholder(tf.bool, [])
norm = tf.layers.BatchNormalization(momentum=0.9)
h = tf.layers.dense(tf.nn.relu(norm(tf.layers.dense(x, 4), training=training)), 1)
loss = tf.reduce_mean(h**2)
with tf.control_dependencies(norm.updates):
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(train, {x: np.random.rand(4, 3), training: True})
    print(session.run(h, {x: np.random.rand(4, 3), training: False}))
