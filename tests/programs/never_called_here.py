# dialect: 3
"""A library of layers, models and steps that nobody in sight calls: others will."""
import functools

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

Norm = functools.partial(layers.BatchNormalization, momentum=0.1)  # expect: BNL303


class Block(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.dense, self.bn = layers.Dense(units), layers.BatchNormalization()

    def call(self, x):
        return self.bn(self.dense(x))


class Net(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.block, self.out = Block(units), layers.Dense(1)

    def call(self, x):  # expect: BNL103
        return self.out(self.block(x))


class Base(keras.Model):
    def encode(self, x):
        return self.bn(x, training=False)


class Heir(Base):
    def __init__(self):
        super().__init__()
        self.bn = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.bn(x, training=training)


class Trainer:
    def __init__(self, model):
        self.model = model
        self.net = keras.Sequential([layers.Dense(4), layers.BatchNormalization()])
        self.optimizer = keras.optimizers.SGD(0.1)

    @staticmethod
    def loss(y):
        return tf.reduce_mean(y**2)

    def step(self, x):
        with tf.GradientTape() as tape:
            loss = self.loss(self.net(x))  # expect: BNL102
        weights = self.net.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


class Encoder(tf.Module):
    def __init__(self):
        super().__init__()
        self.bn = layers.BatchNormalization()

    def __call__(self, x, training=False):
        return self.bn(x)  # expect: BNL107


def train(net, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)
    return tape.gradient(loss, net.trainable_variables)
