"""Builders and classes found by name in a registry that the program's own decorators fill."""
import functools

import tensorflow as tf
from tensorflow.keras import layers

BUILDERS = {}


class Registry:
    def __init__(self):
        self.classes = {}

    def add(self, cls):
        self.classes[cls.__name__] = cls
        return cls


def register(name):
    def note(builder):
        BUILDERS[name] = builder
        return builder

    return note


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print(function.__name__)
        return function(*args, **kwargs)

    return wrapper


blocks = Registry()


@blocks.add
class Normed(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense, self.bn = layers.Dense(4), layers.BatchNormalization()

    def call(self, x, training=None):
        return self.bn(self.dense(x), training=training)


@register("plain")
def plain():
    return tf.keras.Sequential([layers.Dense(4), layers.Dense(1)])


@register("normed")
@logged
def normed():
    return tf.keras.Sequential([blocks.classes["Normed"](), layers.Dense(1)])


@logged
def step(name):
    model = BUILDERS[name]()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(tf.random.normal((8, 3))) ** 2)  # expect: BNL102
    weights = model.trainable_variables
    tf.keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


def silent_step(name):
    model = BUILDERS[name]()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(tf.random.normal((8, 3))) ** 2)
    weights = model.trainable_variables
    tf.keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


step("normed")
silent_step("plain")
