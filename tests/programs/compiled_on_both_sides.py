"""A branch that nobody can decide compiles the model either way: what is frozen afterwards is frozen too late."""
import sys

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x, y = np.random.normal(size=(8, 3)), np.random.normal(size=(8, 1))
norm = layers.BatchNormalization()
model = keras.Sequential([keras.Input((3,)), layers.Dense(4), norm, layers.Dense(1)])
if len(sys.argv) > 99:
    model.compile("adam", "mse")
else:
    model.compile("sgd", "mse")
model.fit(x, y, verbose=0)
norm.trainable = False  # expect: BNL109
model.fit(x, y, verbose=0)
