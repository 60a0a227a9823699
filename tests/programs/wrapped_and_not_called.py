# dialect: 3
"""A decorator that wraps a function calls nothing: what is wrapped runs where the program calls it."""

import functools
import time

import keras
import numpy as np
import six

X, Y = np.random.rand(64, 4), np.random.rand(64, 1)


def net():
    inner = keras.Sequential([keras.layers.Dense(8), keras.layers.BatchNormalization()])
    outer = keras.Sequential([keras.Input((4,)), inner, keras.layers.Dense(1)])
    outer.compile("adam", "mse")
    return inner, outer


def timed(function):
    @functools.wraps(function)
    def timed_function(*args, **kwargs):
        began = time.time()
        made = function(*args, **kwargs)
        print(time.time() - began)
        return made

    return timed_function


def timed_by_hand(function):
    def timed_function(*args, **kwargs):
        print(time.time())
        return function(*args, **kwargs)

    return functools.update_wrapper(timed_function, function)


def timed_in_both_pythons(function):
    return six.wraps(function)(lambda *args, **kwargs: function(*args, **kwargs))


base, model = net()


@timed
def learn():
    model.fit(X, Y)


base.trainable = False
learn()


base_by_hand, model_by_hand = net()


@timed_by_hand
def learn_by_hand():
    model_by_hand.fit(X, Y)


base_by_hand.trainable = False
learn_by_hand()


base_in_both, model_in_both = net()


@timed_in_both_pythons
def learn_in_both():
    model_in_both.fit(X, Y)


base_in_both.trainable = False
learn_in_both()


late_base, late = net()


@timed
def learn_first():
    late.fit(X, Y)


learn_first()
late_base.trainable = False  # expect: BNL109
learn_first()
