"""A setting decides which of two models is meant: what is done to either is done to the one that it is."""
import sys

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

DEEP = len(sys.argv) > 1
x, y = np.random.normal(size=(8, 4)).astype("float32"), np.random.normal(size=(8, 1)).astype("float32")


def small():
    return keras.Sequential([keras.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])


def large():
    return keras.Sequential([keras.Input((4,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])


model = large() if DEEP else small()
model.compile("sgd", "mse")
model.fit(x, y, batch_size=1, verbose=0)  # expect: BNL202

frozen = large() if DEEP else small()
frozen.trainable = False
frozen.compile("sgd", "mse")
frozen.fit(x, y, batch_size=1, verbose=0)

norm = layers.BatchNormalization() if not DEEP else None
if norm is not None:
    norm(x[:1], training=True)  # expect: BNL201
