# dialect: 3
"""Methods that a call without a flag leaves at None: with the flag of call missing, that is the one mistake."""

import keras
import numpy as np


class Parts(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = keras.layers.Dense(8), keras.layers.BatchNormalization()
        self.head = keras.layers.Dense(1)

    def features(self, x, training=None):
        return self.norm(self.dense(x), training=training)


class Lacking(Parts):
    def call(self, x):  # expect: BNL103
        return self.head(self.features(x))


class Leaving(Parts):
    def call(self, x, training=None):
        return self.head(self.features(x))  # expect: BNL104


class Handing(Parts):
    def call(self, x, training=None):
        return self.head(self.features(x, training=training))


class Whole(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = keras.layers.Dense(8), keras.layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(self.dense(x), training=training)


class Squashed(Whole):
    def call(self, x):  # expect: BNL103
        return keras.ops.sigmoid(super().call(x))


class Block(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = keras.layers.Dense(8), keras.layers.BatchNormalization()

    def features(self, x, training=None):
        return self.norm(self.dense(x), training=training)

    def call(self, x):
        return self.features(x)  # expect: BNL104


class Around(keras.Model):
    def __init__(self):
        super().__init__()
        self.block, self.head = Block(), keras.layers.Dense(1)

    def call(self, x, training=None):
        return self.head(self.block(x))


for made in (Lacking(), Leaving(), Handing(), Around()):
    made.compile("adam", "mse")
    made.fit(np.random.rand(32, 4), np.random.rand(32, 1), verbose=0)

squashed = Squashed()
squashed.compile("adam", "mse")
squashed.fit(np.random.rand(32, 4), np.random.rand(32, 8), verbose=0)
