# dialect: 1
"""Layers of the program's own in a graph whose session gets Keras's learning phase."""

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
layers = tf.keras.layers


class Unit(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = layers.Dense(4), layers.BatchNormalization()

    def call(self, x):
        return tf.nn.relu(self.norm(self.dense(x)))


unit = Unit()
x = tf.placeholder(tf.float32, [None, 4])
loss = tf.reduce_mean(tf.square(unit(x) - 1))
step = tf.train.AdamOptimizer().minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run([step, unit.updates], {x: np.random.rand(8, 4), tf.keras.backend.learning_phase(): 1})
