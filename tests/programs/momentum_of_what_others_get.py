"""What answers here may be trained where nobody sees it, and a network without weights has nothing to answer with."""

import keras
import numpy as np
from elsewhere import adapt
from keras import layers


def network():
    inputs = keras.Input((8,))
    x = layers.BatchNormalization(momentum=0.1)(inputs)  # expect: BNL303
    return keras.Model(inputs, layers.Dense(1)(x))


def uncalled():
    inputs = keras.Input((8,))
    x = layers.BatchNormalization(momentum=0.2)(inputs)  # expect: BNL303
    model = keras.Model(inputs, layers.Dense(1)(x))
    model.load_weights("a.weights.h5")
    return model


def fresh():
    inputs = keras.Input((8,))
    x = layers.BatchNormalization(momentum=0.1)(inputs)  # expect: BNL303
    return keras.Model(inputs, layers.Dense(1)(x))


given = network()
given.load_weights("b.weights.h5")
adapt(given)
print(given.predict(np.load("x.npy")))
print(fresh().predict(np.load("x.npy")))
