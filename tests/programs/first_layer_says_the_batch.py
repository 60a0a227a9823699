"""The first layer of a stack says what a batch is: one row is nothing to normalise, in training mode."""
import json

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x, y = np.random.normal(size=(8, 4)).astype("float32"), np.random.normal(size=(8, 1)).astype("float32")
ROWS = json.loads("1")

single = keras.Sequential()
single.add(layers.InputLayer((4,), batch_size=1))  # expect: BNL202
single.add(layers.BatchNormalization())
single.add(layers.Dense(1))
single.compile("sgd", "mse")
single.fit(x, y, batch_size=ROWS, verbose=0)

several = keras.Sequential()
several.add(layers.InputLayer(batch_input_shape=(4, 4)))
several.add(layers.BatchNormalization())
several.add(layers.Dense(1))
several.compile("sgd", "mse")
several.fit(x, y, batch_size=4, verbose=0)
