"""A base class keeps each class below it, and the one that the program asks for is made."""
import abc

import tensorflow as tf
from tensorflow import keras

x, y = tf.random.normal((64, 4)), tf.random.normal((64, 1))
optimizer = keras.optimizers.SGD(0.1)


class Network(keras.Model):
    known = {}

    def __init_subclass__(cls, name=None, **more):
        super().__init_subclass__(**more)
        cls.known[name or cls.__name__.lower()] = cls

    @classmethod
    def create(cls, name, *args):
        return cls.known[name](*args)


class Plain(Network):
    def __init__(self):
        super().__init__()
        self.dense, self.out = keras.layers.Dense(8), keras.layers.Dense(1)

    def call(self, x, training=None):
        return self.out(self.dense(x))


class Normalised(Network, name="bn"):
    def __init__(self, units):
        super().__init__()
        self.dense, self.norm, self.out = keras.layers.Dense(units), keras.layers.BatchNormalization(), keras.layers.Dense(1)

    def call(self, x, training=None):
        return self.out(self.norm(self.dense(x), training=training))


class Part(abc.ABC):
    parts = []

    def __init_subclass__(cls):
        Part.parts.append(cls)


class Norm(Part, metaclass=abc.ABCMeta):
    def __init__(self):
        self.norm = keras.layers.BatchNormalization(momentum=1.5)  # expect: BNL301


def train(net):
    for _ in range(100):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((net(x) - y) ** 2)  # expect: BNL102
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def train_plain(net):
    for _ in range(100):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((net(x) - y) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


train(Network.create("bn", 16))
train_plain(Network.create("plain"))
print([part() for part in Part.parts])
