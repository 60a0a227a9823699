# optin: yes
"""Arguments that a program reads at run time may be anything; those that it writes itself are what they are."""
import json

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

SETTINGS = json.loads('{"momentum": 0.6}')
x, y = np.random.normal(size=(16, 3)).astype("float32"), np.random.normal(size=(16, 1)).astype("float32")


class OwnNorm(layers.BatchNormalization):
    pass


def fit(norm):
    model = keras.Sequential([keras.Input((3,)), layers.Dense(4, use_bias=False), norm, layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(x, y, batch_size=8, epochs=10, verbose=0)


fit(OwnNorm(**SETTINGS))
fit(layers.BatchNormalization(**SETTINGS))
fit(OwnNorm())  # expect: BNL304

frozen = layers.BatchNormalization(trainable=False, **SETTINGS)
frozen(x, training=True)  # expect: BNL108
either = layers.BatchNormalization(**SETTINGS)
either(x, training=True)
