# dialect: 3
"""Decorators whose functions have the names of helpers: those alone show Keras no parameters."""
import functools

import numpy as np
import tensorflow as tf

X, Y = np.random.rand(64, 4).astype("float32") + 3, np.random.rand(64, 1)


def check(message):
    def wrap(function):
        def inner(self, inputs, *more, **named):
            tf.debugging.assert_rank(inputs, 2, message)
            return function(self, inputs, *more, **named)

        return inner

    return wrap


def logged(level):
    def decorator(wrapped):
        def wrapper(*values, **named):
            print(level)
            return wrapped(*values, **named)

        return wrapper

    return decorator


def wrap(function):
    def wrapped(self, x):
        return function(self, x)

    return wrapped


def shown(message):
    def wrap(function):
        @functools.wraps(function)
        def inner(self, inputs, *more, **named):
            tf.debugging.assert_rank(inputs, 2, message)
            return function(self, inputs, *more, **named)

        return inner

    return wrap


def taking(message):
    def decorator(wrapped):
        def inner(self, inputs, training=None):
            print(message)
            return wrapped(self, inputs, training=training)

        return inner

    return decorator


class Checked(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.bn, self.head = tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)

    @check("rows")
    def call(self, inputs, training=None):  # expect: BNL103
        return self.head(self.bn(inputs, training=training))


class Logged(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.bn, self.head = tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)

    @logged("info")
    def call(self, inputs, training=None):  # expect: BNL103
        return self.head(self.bn(inputs, training=training))


class Wrapped(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.bn, self.head = tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)

    @wrap
    def call(self, inputs, training=None):  # expect: BNL103
        return self.head(self.bn(inputs, training=training))


class Shown(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.bn, self.head = tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)

    @shown("rows")
    def call(self, inputs, training=None):
        return self.head(self.bn(inputs, training=training))


class Taking(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.bn, self.head = tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)

    @taking("info")
    def call(self, inputs, training=None):
        return self.head(self.bn(inputs, training=training))


for model in (Checked(), Logged(), Wrapped(), Shown(), Taking()):
    model.compile("sgd", "mse")
    model.fit(X, Y, epochs=2, verbose=0)
