"""A subclass of BN that is made for inference mode, in a model that trains."""
import keras
import numpy as np


class FrozenNorm(keras.layers.BatchNormalization):
    def call(self, inputs, training=None, mask=None):
        return super().call(inputs, training=False)


model = keras.Sequential([keras.layers.Dense(4), FrozenNorm(), keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(np.ones((8, 3)), np.ones((8, 1)), verbose=0)
