"""An object of one of two classes of the program, which one nobody knows: its methods are read for both."""
import sys

import tensorflow as tf
from tensorflow.keras import layers


class Deep:
    def __init__(self, width):
        self.width = width

    def make(self):
        return tf.keras.Sequential([layers.Dense(self.width), layers.BatchNormalization()])

    def step(self, net, x):
        return net(x)


class Wide:
    def __init__(self, width):
        self.width = 2 * width

    def make(self):
        return tf.keras.Sequential([layers.Dense(self.width), layers.BatchNormalization(), layers.ReLU()])

    def step(self, net, x):
        return net(x, training=True)


class Plain:
    def make(self):
        return tf.keras.Sequential([layers.Dense(4)])


def learn(net, call):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(9):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(call(net, tf.random.normal([8, 4])) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


makers = {"deep": Deep, "wide": Wide}
maker = makers[sys.argv[1]](4)
learn(maker.make(), lambda net, x: net(x))  # expect: BNL102
learn(maker.make(), lambda net, x: net(x, training=True))
if len(sys.argv) > 2:
    other = Plain()
else:
    other = Wide(3)
learn(other.make(), lambda net, x: net(x, training=True))
