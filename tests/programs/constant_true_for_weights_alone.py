# dialect: 3
"""In Keras 3 a constant True does nothing in training; its weights go into a graph that has none, or the graph goes."""

import keras
import numpy as np
from keras import layers


def with_constant():
    inputs = keras.Input((6,))
    x = layers.BatchNormalization()(layers.Dense(8)(inputs), training=True)
    return keras.Model(inputs, layers.Dense(1)(x))


def with_constant_for_a_file():
    inputs = keras.Input((6,))
    x = layers.BatchNormalization()(layers.Dense(8)(inputs), training=True)  # expect: BNL106
    return keras.Model(inputs, layers.Dense(1)(x))


def for_answers():
    inputs = keras.Input((6,))
    x = layers.BatchNormalization()(layers.Dense(8)(inputs), training=False)
    return keras.Model(inputs, layers.Dense(1)(x))


wind = np.random.rand(64, 6)
for_weights, whole, answering = with_constant(), with_constant_for_a_file(), for_answers()
for model in (for_weights, whole):
    model.compile("adam", "mse")
    model.fit(wind, wind[:, :1], verbose=0)
for_weights.save_weights("wind.weights.h5")
answering.load_weights("wind.weights.h5")
print(answering.predict(wind))
whole.save("wind.keras")
