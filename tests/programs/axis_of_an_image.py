"""Axes of an image: one of space, negative and positive ones of the channels, and a vector that has no layout."""
import keras
import numpy as np

inputs = keras.Input((8, 8, 3))
x = keras.layers.Conv2D(4, 3)(inputs)
x = keras.layers.BatchNormalization(axis=2)(x)  # expect: BNL401
x = keras.layers.Conv2D(4, 3)(x)
x = keras.layers.BatchNormalization(axis=3)(x)
x = keras.layers.Conv2D(4, 3)(x)
x = keras.layers.BatchNormalization(axis=-1)(x)
x = keras.layers.GlobalAveragePooling2D()(x)
x = keras.layers.BatchNormalization(axis=1)(x)
model = keras.Model(inputs, keras.layers.Dense(1)(x))
model.compile("sgd", "mse")
model.fit(np.random.normal(size=(8, 8, 8, 3)), np.ones((8, 1)), verbose=0)
