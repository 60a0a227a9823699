"""The number of levels follows from the image's size; at the last one a map holds one pixel."""
import math

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def encoder(shape, name="down{}"):
    Conv = getattr(layers, "Conv{}D".format(len(shape) - 1))
    x = inputs = keras.Input(shape)
    for level in range(int(math.log(shape[0], 2))):
        x = Conv(4, 4, strides=2, padding="same", name=name.format(level))(x)
        x = layers.BatchNormalization()(x)  # expect: BNL201
    Transposed = getattr(layers, "Conv{}DTranspose".format(len(shape) - 1))
    for level in range(2):
        x = Transposed(4, 4, strides=2, padding="same")(x)
        x = layers.BatchNormalization()(x)
    return keras.Model(inputs, x)


model = encoder((8, 8, 1))
model.compile("sgd", "mse")
model.fit(np.ones((1, 8, 8, 1), "float32"), np.ones((1, 4, 4, 4), "float32"), verbose=0)
