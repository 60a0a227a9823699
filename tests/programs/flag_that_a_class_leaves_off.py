"""A class of Keras that hands its own False to BN, from its constructor or from method to method, never trains it."""

import keras
import numpy as np
from keras import layers


class Block(layers.Layer):
    def __init__(self, units, training=False):
        super().__init__()
        self.training = training
        self.dense, self.norm = layers.Dense(units), layers.BatchNormalization()

    def call(self, x):
        return self.norm(self.dense(x), training=self.training)  # expect: BNL104


class Stack(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense, self.norm, self.other = layers.Dense(8), layers.BatchNormalization(), layers.BatchNormalization()
        self.out = layers.Dense(1)

    def call(self, x, training=None):
        return self.out(self.second(self.first(x, training=False), training))

    def first(self, x, training):
        return self.norm(self.dense(x), training=training)  # expect: BNL104

    def second(self, x, training):
        return self.other(x, training=training)


class Switched(layers.Layer):
    """A switch for BN alone is left off on purpose."""

    def __init__(self, units, train_bn=False):
        super().__init__()
        self.train_bn = train_bn
        self.dense, self.norm = layers.Dense(units), layers.BatchNormalization()

    def call(self, x):
        return self.norm(self.dense(x), training=self.train_bn)


class Moded(keras.Model):
    """A word that says in which mode it is, and that nobody ever gives; and one that says how BN is to be."""

    def __init__(self, mode="predict", norm_mode="fixed"):
        super().__init__()
        self.mode, self.norm_mode = mode, norm_mode
        self.dense, self.norm, self.out = layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)
        self.fixed = layers.BatchNormalization()

    def call(self, x, training=None):
        x = self.fixed(self.dense(x), training=self.norm_mode == "moving")
        return self.out(self.norm(x, training=self.mode == "train"))  # expect: BNL104


class Either(layers.Layer):
    """Of two that are made in one place, the program trains one and leaves the other as it is."""

    def __init__(self, units, training):
        super().__init__()
        self.training = training
        self.dense, self.norm = layers.Dense(units), layers.BatchNormalization()

    def call(self, x):
        return self.norm(self.dense(x), training=self.training)  # expect: BNL105


class Renamed(layers.Layer):
    """Keras never fills this flag, and nor does the model around."""

    def __init__(self, units):
        super().__init__()
        self.dense, self.norm = layers.Dense(units), layers.BatchNormalization()

    def call(self, x, is_training=False):  # expect: BNL103
        return self.norm(self.dense(x), training=is_training)


class Outer(keras.Model):
    def __init__(self):
        super().__init__()
        self.renamed, self.out = Renamed(8), layers.Dense(1)

    def call(self, x, training=None):
        return self.out(self.renamed(x))


x = np.random.randn(320, 4) + 3
y = x[:, :1]
for model in (
    keras.Sequential([Block(8), layers.Dense(1)]),
    Stack(),
    keras.Sequential([Switched(8), layers.Dense(1)]),
    keras.Sequential([Either(8, True), Either(4, False), layers.Dense(1)]),
    Outer(),
    Moded(),
):
    model.compile("adam", "mse")
    model.fit(x, y, epochs=2, verbose=0)
    print(model.predict(x[:2], verbose=0))
