"""Keras 2's Conv1D and its pooling lay out sequences as they do by default, whatever format the program sets."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

keras.backend.set_image_data_format("channels_first")


def of_sequences():
    inputs = keras.Input((16, 4))
    x = layers.Conv1D(8, 3)(inputs)
    x = layers.BatchNormalization()(x)  # expect[3]: BNL401
    x = layers.MaxPooling1D(2)(x)
    x = layers.BatchNormalization(axis=1)(x)  # expect[2]: BNL401
    return keras.Model(inputs, layers.Flatten()(x))


def of_separable_ones():
    inputs = keras.Input((16, 4))
    x = layers.SeparableConv1D(8, 3)(inputs)
    x = layers.BatchNormalization()(x)  # expect: BNL401
    return keras.Model(inputs, layers.Flatten()(x))


def of_format_given():
    inputs = keras.Input((16, 4))
    x = layers.Conv1D(8, 3, data_format="channels_first")(inputs)
    x = layers.BatchNormalization()(x)  # expect: BNL401
    return keras.Model(inputs, layers.Flatten()(x))


for model in of_sequences(), of_separable_ones(), of_format_given():
    print(model(np.ones((2, 16, 4), "float32"), training=False).shape)
