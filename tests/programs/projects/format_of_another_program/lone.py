"""Another program of the same folder sets a format, and has nothing to do with this one."""
from tensorflow import keras


def network(shape):
    inputs = keras.Input(shape)
    x = keras.layers.Conv2D(8, 3, padding="same")(inputs)
    return keras.Model(inputs, keras.layers.BatchNormalization(axis=1)(x))  # expect: BNL401
