"""A map of 3 by 3 pixels inside a network is no image of three channels: its sizes are known."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def of_an_image():
    inputs = keras.Input((6, 6, 8))
    x = layers.Conv2D(8, 3, strides=2, padding="same")(inputs)
    x = layers.Conv2D(8, 3)(x)
    x = layers.BatchNormalization()(x)  # expect: BNL201
    return keras.Model(inputs, layers.Conv2D(4, 1)(x))


def of_a_broad_image():
    inputs = keras.Input((6, 10, 8))
    x = layers.Conv2D(8, 3, strides=2, padding="same")(inputs)
    x = layers.Conv2D(8, (3, 5))(x)
    x = layers.BatchNormalization()(x)  # expect: BNL201
    return keras.Model(inputs, layers.Conv2D(4, 1)(x))


def of_a_vector():
    inputs = keras.Input((8,))
    x = layers.Reshape((3, 3, 8))(layers.Dense(72)(inputs))
    x = layers.Conv2D(8, 3)(x)
    x = layers.BatchNormalization()(x)  # expect: BNL201
    return keras.Model(inputs, layers.Conv2D(4, 1)(x))


def as_large_as_before():
    inputs = keras.Input((6, 6, 8))
    x = layers.Conv2D(8, 3, strides=2, padding="same")(inputs)
    x = layers.Conv2D(8, 3, padding="same")(x)
    x = layers.BatchNormalization()(x)
    return keras.Model(inputs, layers.Conv2D(4, 3)(x))


for build in (of_an_image, of_a_broad_image, of_a_vector, as_large_as_before):
    model = build()
    model.compile("sgd", "mse")
    model.fit(np.ones((10, *model.input_shape[1:])), np.ones((10, 1, 1, 4)), batch_size=1, verbose=0)
