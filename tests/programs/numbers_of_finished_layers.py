# dialect: any
"""Momentum and epsilon are set on layers that are there already: what they were built with counts no more."""
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x, y = np.random.rand(64, 4), np.random.rand(64, 1)


def network(*norms):
    model = keras.Sequential([keras.Input((4,))])
    for norm in norms:
        model.add(layers.Dense(8, use_bias=False))
        model.add(norm)
        model.add(layers.ReLU())
    model.add(layers.Dense(1))
    return model


mended = layers.BatchNormalization(momentum=0.1)
mended.momentum = 0.9
by_name = layers.BatchNormalization(momentum=0.0, epsilon=-1.0)
setattr(by_name, "momentum", 0.95)
by_name.epsilon = 1e-3
first = network(mended, by_name, layers.BatchNormalization(momentum=0.2))
for layer in first.layers:
    if isinstance(layer, layers.BatchNormalization):
        layer.momentum = 0.9
first.compile("sgd", "mse")
first.fit(x, y, epochs=2, verbose=0)
for layer in first.layers:
    if isinstance(layer, layers.BatchNormalization):
        layer.momentum = 1.0
first.fit(x, y, epochs=2, verbose=0)

spoilt = network(layers.BatchNormalization(), layers.BatchNormalization(momentum=0.9))
for layer in spoilt.layers:
    if isinstance(layer, tf.keras.layers.BatchNormalization):
        layer.momentum = 0.1  # expect: BNL303
        layer.epsilon = 0.0  # expect: BNL311
spoilt.compile("sgd", "mse")
spoilt.fit(x, y, verbose=0)

base = keras.applications.MobileNetV2(include_top=False, weights=None, input_shape=(32, 32, 3))
for layer in base.layers:
    if layer.__class__.__name__ == "BatchNormalization":
        layer.momentum = 0.01  # expect: BNL303
base(tf.zeros((2, 32, 32, 3)), training=True)

loaded = keras.applications.MobileNetV2(include_top=False, input_shape=(32, 32, 3))
for layer in loaded.layers:
    if isinstance(layer, layers.BatchNormalization):
        layer.momentum = 1.0
loaded(tf.zeros((2, 32, 32, 3)), training=True)

unsure = layers.BatchNormalization(momentum=0.3)
if len(sys.argv) > 1:
    unsure.momentum = 0.97
network(unsure)

chosen = layers.BatchNormalization()
chosen.momentum = float(sys.argv[1]) if len(sys.argv) > 1 else 0.9
network(chosen).fit(x, y, verbose=0)
