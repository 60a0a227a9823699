# dialect: 1
"""TF1: a Keras layer keeps its updates to itself; who runs them trains it."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
x = tf.placeholder(tf.float32, [None, 3])
norm = tf.keras.layers.BatchNormalization()
h = norm(tf.layers.dense(x, 4), training=True)
train = tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_mean(h**2))
updates = norm.updates
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run([train, updates], {x: np.random.rand(4, 3)})
