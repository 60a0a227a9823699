# dialect: 1
"""TF1: the layer as an object takes its flag where it is called, and fills UPDATE_OPS."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
x = tf.placeholder(tf.float32, [None, 3])
training = tf.placeholder_with_default(False, [])
first, second = tf.layers.BatchNormalization(momentum=0.9), tf.layers.BatchNormalization()
h = first(tf.layers.dense(x, 4), training=training)
h = second.apply(h)  # expect: BNL112
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train = tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_mean(h**2))
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(train, {x: np.random.rand(4, 3), training: True})
