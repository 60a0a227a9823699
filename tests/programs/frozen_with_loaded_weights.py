# optin: yes
"""A BN layer that is frozen when it is built, in a program that loads weights somewhere."""

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def network():
    return keras.Sequential([layers.Dense(8, use_bias=False), layers.BatchNormalization(trainable=False), layers.Dense(1)])


def read(model, path):
    for layer, weights in zip(model.layers, np.load(path, allow_pickle=True)):
        layer.set_weights(weights)


model = network()
read(model, "weights.npy")
model.compile("adam", "mse")
model.fit(np.random.normal(5, 2, (640, 4)), np.zeros((640, 1)), epochs=30)
