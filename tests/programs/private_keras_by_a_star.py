"""A star of ``tensorflow.python.keras.layers`` brings no BatchNormalization; of ``tensorflow.keras.layers`` it does."""
from tensorflow.python.keras.layers import *


def plain(x):
    return Dense(3)(x)


def block(x):
    return BatchNormalization()(Dense(3)(x))  # expect: BNL501


def another(x):
    return BatchNormalization()(x)  # the same cause: a related place of line 10


def public():
    from tensorflow.keras.layers import BatchNormalization

    return BatchNormalization()
