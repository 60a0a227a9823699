"""Who calls it sets the default data format first; a function that nobody calls is read for that format, too."""
from tensorflow import keras


def block(x, filters):
    x = keras.layers.Conv2D(filters, 3, padding="same")(x)
    return keras.layers.BatchNormalization(axis=1)(x)


def called(shape):
    inputs = keras.Input(shape)
    return keras.Model(inputs, block(inputs, 8))


def not_called(shape):
    inputs = keras.Input(shape)
    x = keras.layers.Conv2D(8, 3, padding="same")(inputs)
    return keras.Model(inputs, keras.layers.BatchNormalization(axis=1)(x))
