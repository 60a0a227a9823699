# dialect: 3
"""fit raises where a call builds BN anew, before the flag that the call lacks can matter; not for other layers."""

import keras
import numpy as np


class Decoder(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(8)

    def decode(self, x):
        return keras.layers.BatchNormalization()(self.dense(x))  # expect: BNL110


class Anew(keras.Model):
    def __init__(self):
        super().__init__()
        self.decoder, self.head = Decoder(), keras.layers.Dense(1)

    def call(self, x):
        return self.head(self.decoder.decode(x))


class Kept(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = keras.layers.Dense(8), keras.layers.BatchNormalization()
        self.head = keras.layers.Dense(1)

    def call(self, x):  # expect: BNL103
        return self.head(self.norm(self.dense(x)))


for made in (Anew(), Kept()):
    made.compile("adam", "mse")
    made.fit(np.random.rand(32, 4), np.random.rand(32, 1), verbose=0)
