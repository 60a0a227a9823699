# dialect: any
"""Objects of the program's own classes that are gone through: below list or dict, or with methods that say how."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def member():
    return keras.Sequential([layers.Input((6,)), layers.Dense(32), layers.BatchNormalization(), layers.Dense(1)])


def learn(net, tape, loss):
    variables = net.trainable_variables
    keras.optimizers.SGD(1e-2).apply_gradients(zip(tape.gradient(loss, variables), variables))


class Listed(list):
    def __init__(self, count):
        super().__init__(member() for _ in range(count))
        self.names = [str(number) for number, _ in enumerate(self)]

    def step(self, x, y):
        for net, name in zip(self, self.names):
            print(name)
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((net(x) - y) ** 2)  # expect: BNL102
            learn(net, tape, loss)


class Appended(list):
    def __init__(self, count):
        super().__init__()
        for _ in range(count):
            self.append(member())

    def step(self, x, y):
        for net in self:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((net(x) - y) ** 2)  # expect: BNL102
            learn(net, tape, loss)


class Named(dict):
    def __init__(self, names):
        super().__init__({name: member() for name in names})

    def step(self, x, y):
        for name in self:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((self[name](x) - y) ** 2)  # expect: BNL102
            learn(self[name], tape, loss)


class Iterated:
    def __init__(self, count):
        self.nets = [member() for _ in range(count)]

    def __iter__(self):
        yield from self.nets

    def step(self, x, y):
        for number, net in enumerate(self):
            print(number)
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((net(x) - y) ** 2)  # expect: BNL102
            learn(net, tape, loss)


class Counted:
    def __init__(self, count):
        self.nets = [member() for _ in range(count)]

    def __len__(self):
        return len(self.nets)

    def __getitem__(self, number):
        return self.nets[number]

    def step(self, x, y):
        with tf.GradientTape(persistent=True) as tape:
            losses = [tf.reduce_mean((net(x) - y) ** 2) for net in self]  # expect: BNL102
            loss = tf.add_n(losses)
        for number in range(len(self)):
            variables = self[number].trainable_variables
            for variable, gradient in zip(variables, tape.gradient(loss, variables)):
                variable.assign_sub(0.01 * gradient)


class Learning:
    """The same with the flag."""

    def __init__(self, count):
        self.nets = [member() for _ in range(count)]
        self.names = [str(number) for number in range(count)]

    def __iter__(self):
        return iter(zip(self.nets, self.names))

    def step(self, x, y):
        for net, _ in self:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((net(x, training=True) - y) ** 2)
            learn(net, tape, loss)


for made in (Listed(3), Appended(2), Named(("a", "b")), Iterated(2), Counted(2), Learning(2)):
    for _ in range(100):
        x = np.random.normal(2.0, 2.0, (32, 6)).astype("float32")
        made.step(x, x.sum(1, keepdims=True))
