# dialect: any
"""Networks by the fields of a tuple with names, of an object whose constructor never ran, and by ``__getattr__``."""

import collections

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

Nets = collections.namedtuple("Nets", "wind waves")


def made(last="linear"):
    return keras.Sequential(
        [keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1, activation=last)]
    )


def learn(tape, loss, net):
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def step_of_fields(nets, rows):
    with tf.GradientTape(persistent=True) as tape:
        loss = tf.reduce_mean(nets.wind(rows))  # expect: BNL102
        other = tf.reduce_mean(nets.waves(rows, training=True))
    for name, each in zip(Nets._fields, (loss, other)):
        learn(tape, each, getattr(nets, name))


class Kept:
    @classmethod
    def create(cls, last):
        self = cls.__new__(cls)
        self.net = made(last)
        return self

    def step(self, rows):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.net(rows))  # expect: BNL102
        learn(tape, loss, self.net)

    def right_step(self, rows):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.net(rows, training=True))
        learn(tape, loss, self.net)


class Learner:
    def __init__(self):
        self.nets = {}

    def __getattr__(self, name):
        try:
            return self.nets[name]
        except KeyError:
            raise AttributeError(name)

    def step(self, rows):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.wind(rows)) + tf.reduce_mean(self.waves(rows, training=True))  # expect: BNL102
        learn(tape, loss, self.wind)


rows = tf.random.normal((16, 4))
step_of_fields(Nets(made(), made()), rows)
kept = Kept.create("relu")
kept.step(rows)
kept.right_step(rows)
learner = Learner()
learner.nets.update(wind=made(), waves=made())
learner.step(rows)
for net in (kept.net, learner.wind, learner.waves):
    print(net(rows, training=False))
