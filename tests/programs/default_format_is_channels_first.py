"""Nobody names the default data format, but the program only works with channels_first in keras.json."""
import numpy as np
from tensorflow import keras


def of_one_row(channels=64, samples=64):
    inputs = keras.Input((1, channels, samples))
    x = keras.layers.Conv2D(8, (1, 64), padding="same", use_bias=False)(inputs)
    x = keras.layers.BatchNormalization(axis=1)(x)
    x = keras.layers.DepthwiseConv2D((channels, 1), padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization(axis=1)(x)
    return keras.Model(inputs, keras.layers.Flatten()(x))


model = of_one_row()
print(model.predict(np.ones((2, 1, 64, 64), "float32"), verbose=0).shape)
