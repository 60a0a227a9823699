# dialect: 2
"""A method makes what sessions are fed, Keras's learning phase in it: in training mode, and statistics never move."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras import layers

tf.compat.v1.disable_eager_execution()


class Network:
    def __init__(self):
        self.x = tf.compat.v1.placeholder(tf.float32, [None, 8])
        self.y = tf.compat.v1.placeholder(tf.float32, [None, 1])
        hidden = layers.BatchNormalization()(layers.Dense(16)(self.x))
        self.loss = tf.reduce_mean(tf.square(layers.Dense(1)(hidden) - self.y))

    def feed(self, rows, targets, is_training=False):
        fed = {}
        fed[self.x] = rows
        fed[self.y] = targets
        fed[K.learning_phase()] = 1 if is_training else 0
        return fed


def main():
    network = Network()
    step = tf.compat.v1.train.AdamOptimizer().minimize(network.loss)  # expect: BNL112
    rows, targets = np.random.normal(3.0, 2.0, (64, 8)), np.ones((64, 1))
    with tf.compat.v1.Session() as session:
        session.run(tf.compat.v1.global_variables_initializer())
        for _ in range(100):
            session.run(step, feed_dict=network.feed(rows, targets, is_training=True))
        print(session.run(network.loss, feed_dict=network.feed(rows, targets)))


main()
