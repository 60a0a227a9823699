"""Only loops of Keras train here: what a function makes in training mode and returns is an answer, by whatever name."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def network(*more):
    net = tf.keras.Sequential([tf.keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), *more])
    net.add(layers.Dense(3))
    net.compile("adam", "mse")
    return net


class Agent:
    def __init__(self):
        self.net, self.noisy = network(), network(layers.Dropout(0.1))
        self.old = network()

    def learn(self, x, y):
        self.net.fit(x, y)
        self.noisy.fit(x, y)
        self.old.fit(x, y)
        self.old.fit(x, self.ahead(x))

    def policy(self, x):
        return self.net(x, training=True)  # expect: BNL105

    def get_q_values(self, x):
        values = self.net(x, training=True)  # expect: BNL105
        return {"values": 0.5 * values}

    def several(self, x):
        return [self.noisy(x, training=True) for _ in range(8)]

    def ahead(self, x):
        return self.old(x, training=True)

    def refresh(self, x):
        self.net(x, training=True)
        return len(x)


agent = Agent()
rows = np.random.rand(16, 3)
agent.learn(rows, rows)
agent.refresh(rows)
steps = [agent.policy(rows), agent.get_q_values(rows), agent.several(rows)]
