# dialect: 1
"""A penalty takes a gradient by what the network gets: a copy that is built behind it follows no gradient."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.contrib import layers

tf.disable_v2_behavior()


class Model:
    def __init__(self):
        self.x, self.y = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.float32, [None, 1])
        answer = self.network(self.x)
        share = tf.random_uniform([1])
        mixed = share * self.x + (1 - share) * self.x[::-1]
        slopes = tf.gradients(answer, [self.x])[0]
        others = tf.gradients(self.network(mixed, reuse=True), [mixed])[0]
        penalty = tf.reduce_mean(slopes**2) + tf.reduce_mean(others**2)
        self.step = tf.train.AdamOptimizer(1e-4).minimize(tf.reduce_mean((answer - self.y) ** 2) + penalty)
        self.copy = self.network(self.x, reuse=True)

    def network(self, x, reuse=False):
        with tf.variable_scope("net", reuse=reuse):
            hidden = layers.batch_norm(tf.layers.dense(x, 16), decay=0.9)  # expect: BNL112
            return tf.layers.dense(tf.nn.relu(hidden), 1)


with tf.Session() as session:
    model = Model()
    session.run(tf.global_variables_initializer())
    session.run(model.step, {model.x: np.ones((32, 8)), model.y: np.ones((32, 1))})
    print(session.run(model.copy, {model.x: np.ones((4, 8))}))
