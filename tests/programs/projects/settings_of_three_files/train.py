"""The settings of one file go into the blocks of another."""

import numbers_of_norms as settings
import numpy as np
from blocks import Block, Plain, block, plain
from tensorflow import keras

inputs = keras.Input((4,))
hidden = block(inputs, 8, settings.SHORT)
hidden = plain(hidden, 8, settings.USUAL)
hidden = Plain(**settings.STEADY)(Block(**settings.NET)(hidden))
net = keras.Model(inputs, keras.layers.Dense(1)(hidden))
net.compile("adam", "mse")
net.fit(np.random.rand(64, 4), np.random.rand(64))
print(net.predict(np.random.rand(64, 4)))
