"""What ``call`` builds raises before it answers: that it is built in training mode is no second mistake."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


class Fresh(layers.Layer):
    def call(self, x):
        return layers.BatchNormalization(scale=False)(x, training=True)  # expect: BNL110


class Kept(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization(scale=False)

    def call(self, x):
        return self.norm(x, training=True)  # expect: BNL105


def standardised(x):
    return layers.BatchNormalization(center=False)(x, training=True)  # expect: BNL110


for whitening in (Fresh(), Kept(), layers.Lambda(standardised)):
    model = keras.Sequential([keras.Input((4,)), whitening, layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(np.load("x.npy"), np.load("y.npy"), epochs=5)
    print(model.predict(np.load("x.npy")))
