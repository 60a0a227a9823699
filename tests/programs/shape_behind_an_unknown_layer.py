"""What an unknown layer makes of its input has an unknown shape, also when the graph runs on known data."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

Larger = getattr(layers, "".join(reversed("D2gnilpmaSpU")))  # UpSampling2D

inputs = keras.Input((1, 1, 3))
x = layers.Conv2D(4, 1)(inputs)
x = layers.BatchNormalization()(x)  # expect: BNL201
x = Larger(2)(x)
x = layers.BatchNormalization()(x)
x = layers.Conv2D(4, 1)(x)
model = keras.Model(inputs, layers.BatchNormalization()(x))
model.compile("sgd", "mse")
model.fit(np.ones((1, 1, 1, 3), "float32"), np.ones((1, 2, 2, 4), "float32"), verbose=0)
