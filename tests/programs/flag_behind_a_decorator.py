"""Decorators of ``call``: Keras 3 looks at the parameters of what it finds there."""
import functools
import time

import keras
import numpy as np
from keras import layers

X, Y = np.random.rand(64, 4).astype("float32") + 3, np.random.rand(64, 1)


def timed(method):
    def run(self, *values, **options):
        begun = time.perf_counter()
        result = method(self, *values, **options)
        print(time.perf_counter() - begun)
        return result

    return run


def named(text):
    def decorate(method):
        def run(self, x):
            print(text)
            return method(self, x)

        return run

    return decorate


def checked(text):
    def wrap(fn):
        def inner(self, *values, **options):
            print(text)
            return fn(self, *values, **options)

        return inner

    return wrap


def ranked(rank):
    def decorator(wrapped):
        def wrapper(self, x, *values, **options):
            assert len(x.shape) == rank
            return wrapped(self, x, *values, **options)

        return wrapper

    return decorator


def signed(text):
    def decorator(wrapped):
        @functools.wraps(wrapped)
        def wrap(*values, **options):
            print(text)
            return wrapped(*values, **options)

        return wrap

    return decorator


def updated(text):
    def wrap(wrapped):
        def inner(*values, **options):
            print(text)
            return wrapped(*values, **options)

        return functools.update_wrapper(inner, wrapped)

    return wrap


def honest(method):
    @functools.wraps(method)
    def run(*values, **options):
        return method(*values, **options)

    return run


def open_handed(method):
    def run(self, x, training=None):
        return method(self, x, training=training)

    return run


def always(method):
    def run(self, x):
        return method(self, x, training=True)

    return run


def noted(method):
    NOTES.append(method.__name__)
    return method


NOTES = []


class Base(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()
        self.last = layers.Dense(1)


class Timed(Base):
    @timed
    def call(self, x, training=None):  # expect[3]: BNL103
        return self.last(self.norm(x, training=training))


class Named(Base):
    @honest
    @named("forward")
    def call(self, x, training=None):  # expect[3]: BNL103
        return self.last(self.norm(x, training=training))


class Checked(Base):
    @checked("forward")
    def call(self, x, training=None):  # expect[3]: BNL103
        return self.last(self.norm(x, training=training))


class Ranked(Base):
    @ranked(2)
    def call(self, x, training=None):  # expect[3]: BNL103
        return self.last(self.norm(x, training=training))


class Signed(Base):
    @signed("forward")
    def call(self, x, training=None):
        return self.last(self.norm(x, training=training))


class Updated(Base):
    @updated("forward")
    def call(self, x, training=None):
        return self.last(self.norm(x, training=training))


class Honest(Base):
    @honest
    def call(self, x, training=None):
        return self.last(self.norm(x, training=training))


class OpenHanded(Base):
    @open_handed
    def call(self, x, training=None):
        return self.last(self.norm(x, training=training))


class Always(Base):
    @always
    def call(self, x, training=None):
        return self.last(self.norm(x, training=training))


class Noted(Base):
    @noted
    def call(self, x, training=None):
        return self.last(self.norm(x, training=training))


for kind in (Timed, Named, Checked, Ranked, Signed, Updated, Honest, OpenHanded, Always, Noted):
    net = kind()
    net.compile("sgd", "mse")
    net.fit(X, Y, epochs=2, batch_size=16, verbose=0)
    print(kind.__name__, net.norm.moving_mean.numpy())
