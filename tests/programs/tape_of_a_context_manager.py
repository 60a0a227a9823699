"""Helpers with ``@contextmanager`` and classes with ``__enter__`` hold the tape and take the step."""
from contextlib import contextmanager

import tensorflow as tf


class Box:
    loss = None


@contextmanager
def timed(name):
    print(name)
    yield


@contextmanager
def training_step(model, optimizer):
    box = Box()
    with timed("step"), tf.GradientTape() as tape:
        yield box
    weights = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(box.loss, weights), weights))


class Recorded:
    def __init__(self, model):
        self.model = model
        self.optimizer = tf.keras.optimizers.SGD(0.1)

    @contextmanager
    def tape(self):
        with tf.GradientTape() as tape:
            yield tape

    def step(self, x, training=None):
        with self.tape() as tape:
            loss = tf.reduce_mean(self.model(x, training=training) ** 2)
        weights = self.model.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

    def silent_step(self, x):
        with self.tape() as tape:
            loss = tf.reduce_mean(self.model(x) ** 2)  # expect: BNL102
        weights = self.model.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def build():
    return tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])


batch = tf.random.normal((8, 3))

first, second, third, fourth = build(), build(), build(), build()
optimizer = tf.keras.optimizers.SGD(0.1)
for _ in range(3):
    with training_step(first, optimizer) as box:
        box.loss = tf.reduce_mean(first(batch) ** 2)  # expect: BNL102
with training_step(second, tf.keras.optimizers.SGD(0.1)) as box:
    box.loss = tf.reduce_mean(second(batch, training=True) ** 2)
    with timed("evaluation"):
        print(fourth(batch, training=False).shape)

Recorded(third).step(batch, training=True)
Recorded(fourth).silent_step(batch)
