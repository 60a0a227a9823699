"""A unit test fits on one row to see what comes back; a script that does so learns nothing."""
import tensorflow as tf
from tensorflow.keras import layers


def network():
    inputs = tf.keras.Input((15,))
    model = tf.keras.Model(inputs, layers.Dense(1)(layers.BatchNormalization()(layers.Dense(8)(inputs))))
    model.compile("adam", "mse")
    return model


class Tried:
    def __init__(self):
        self.model = network()

    def train(self, x, y):
        return self.model.fit(x, y, epochs=300)


class Trained:
    def __init__(self):
        self.model = network()

    def train(self, x, y):
        return self.model.fit(x, y, epochs=300)  # expect: BNL202
