"""Loaded statistics are replaced as soon as one step is taken; what nobody calls may be trained by others."""

import keras
import numpy as np
from keras import layers


def network():
    inputs = keras.Input((8,))
    x = layers.BatchNormalization(momentum=0.1)(inputs)  # expect: BNL303
    return keras.Model(inputs, layers.Dense(1)(x))


def other_network():
    inputs = keras.Input((8,))
    return keras.Model(inputs, layers.Dense(1)(layers.BatchNormalization(momentum=0.2)(inputs)))  # expect: BNL303


model = network()
model.load_weights("before.weights.h5")
print(model.predict(np.load("x.npy")))
model.compile("adam", "mse")
model.fit(np.load("x.npy"), np.load("y.npy"))
