"""The settings of another file are unpacked here, and reported here."""

import keras
import numpy as np
from numbers_of_layers import ASK, FIT, NORM, PLAIN

inputs = keras.Input((4,))
hidden = keras.layers.BatchNormalization(**NORM)(keras.layers.Dense(8)(inputs))  # expect: BNL311
hidden = keras.layers.BatchNormalization(**PLAIN)(keras.layers.Dense(8)(hidden))
net = keras.Model(inputs, keras.layers.Dense(1)(hidden))
net.compile("adam", "mse")
net.fit(np.random.rand(64, 4), np.random.rand(64), **FIT)  # expect: BNL202
print(net.predict(np.random.rand(64, 4), **ASK))
