# dialect: any
"""A method whose flag is False unless `call` passes it on: the call that leaves it out is the mistake."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


class Left(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.d, self.bn, self.o = layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)

    def features(self, x, training=False):
        return self.bn(self.d(x), training=training)

    def call(self, x, training=None):
        return self.o(self.features(x))  # expect: BNL104


class Passed(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.d, self.bn, self.o = layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)

    def features(self, x, training=False):
        return self.bn(self.d(x), training=training)

    def call(self, x, training=None):
        return self.o(self.features(x, training=training))


for net in (Left(), Passed()):
    net.compile("adam", "mse")
    net.fit(np.random.rand(32, 4).astype("float32") + 2, np.random.rand(32), verbose=0)
