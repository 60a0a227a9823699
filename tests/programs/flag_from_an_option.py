"""A flag worked out from a command-line default, or by a function, is no constant of the code."""

import argparse

import keras
import tensorflow as tf

parser = argparse.ArgumentParser()
parser.add_argument("--unfrozen", type=int, default=2)
options = parser.parse_args([])


class Encoder(keras.Model):
    def __init__(self, unfrozen):
        super().__init__()
        self.unfrozen = unfrozen
        self.dense = keras.layers.Dense(4)
        self.first, self.second = keras.layers.BatchNormalization(), keras.layers.BatchNormalization()
        self.third = keras.layers.BatchNormalization()

    def is_trained(self, depth):
        return 4 - depth < 3

    def call(self, x, training=None):
        x = self.first(self.dense(x), training=self.unfrozen >= 1)
        x = self.second(self.dense(x), training=not self.unfrozen < 1)
        return self.third(self.dense(x), training=self.is_trained(2))


model = Encoder(options.unfrozen)
model.compile("adam", "mse")
model.fit(tf.random.normal((64, 4)), tf.random.normal((64, 4)), verbose=0)
