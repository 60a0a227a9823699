# dialect: 1
"""Layers and models of the program's own in a graph: who leaves their BN without a flag."""

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
layers = tf.keras.layers


class Unit(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = layers.Dense(4), layers.BatchNormalization()

    def call(self, x):
        return tf.nn.relu(self.norm(self.dense(x)))  # expect: BNL112


class Coder(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.encode = tf.keras.Sequential([layers.Dense(4), layers.BatchNormalization()])
        self.decode = layers.Dense(4)

    def call(self, x):
        return self.decode(self.encode(x))  # expect: BNL112


class Flagged(Unit):
    """It hands on what it is told: whoever calls it says nothing."""

    def call(self, x, training=None):
        return tf.nn.relu(self.norm(self.dense(x), training=training))


class Frozen(Unit):
    def __init__(self):
        super().__init__()
        self.norm.trainable = False

    def call(self, x):
        return self.norm(self.dense(x))


def trained(layer):
    x = tf.placeholder(tf.float32, [None, 4])
    loss = tf.reduce_mean(tf.square(layer(x) - 1))  # expect: BNL112
    return x, tf.train.AdamOptimizer().minimize(loss)


def trained_by_its_inner_calls(layer):
    x = tf.placeholder(tf.float32, [None, 4])
    loss = tf.reduce_mean(tf.square(layer(x) - 1))
    return x, tf.train.AdamOptimizer().minimize(loss)


steps = [trained(Flagged()), *map(trained_by_its_inner_calls, (Unit(), Coder(), Frozen()))]
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for x, step in steps:
        session.run(step, {x: np.random.rand(8, 4)})
