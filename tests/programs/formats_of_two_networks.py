"""Two networks, each in a format of its own, say nothing of each other."""
from tensorflow import keras


def last(shape):
    inputs = keras.Input(shape)
    x = keras.layers.Conv2D(64, 7, strides=2)(inputs)
    x = keras.layers.BatchNormalization(axis=1)(x)  # expect: BNL401
    return keras.Model(inputs, x)


def first(shape):
    inputs = keras.Input(shape)
    x = keras.layers.Conv2D(64, 7, strides=2, data_format="channels_first")(inputs)
    x = keras.layers.BatchNormalization(axis=1)(x)
    x = keras.layers.Conv2D(96, 1, data_format="channels_first")(x)
    x = keras.layers.BatchNormalization(axis=1)(x)
    return keras.Model(inputs, x)
