"""Functions that nobody in sight calls: the default of a shape says where the program has its channels."""
from tensorflow import keras


def with_channels_first(input_shape=(3, 32, 32), classes=10):
    inputs = keras.Input(shape=input_shape)
    x = keras.layers.Conv2D(16, (3, 3), padding="same")(inputs)
    x = keras.layers.BatchNormalization(axis=1)(x)
    return keras.Model(inputs, keras.layers.Dense(classes)(keras.layers.Flatten()(x)))


def with_channels_last(input_shape=(32, 32, 3), classes=10):
    inputs = keras.Input(shape=input_shape)
    x = keras.layers.Conv2D(16, (3, 3), padding="same")(inputs)
    x = keras.layers.BatchNormalization(axis=1)(x)  # expect: BNL401
    return keras.Model(inputs, keras.layers.Dense(classes)(keras.layers.Flatten()(x)))


def with_any(input_shape, classes=10):
    inputs = keras.Input(shape=input_shape)
    x = keras.layers.Conv2D(16, (3, 3), padding="same")(inputs)
    x = keras.layers.BatchNormalization(axis=1)(x)  # expect: BNL401
    return keras.Model(inputs, keras.layers.Dense(classes)(keras.layers.Flatten()(x)))
