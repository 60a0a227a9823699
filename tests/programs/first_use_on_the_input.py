"""One BN in ``call`` on what the model gets and again behind a layer; two views of the input may share it."""

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Stages(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.middle, self.out = layers.BatchNormalization(), layers.Dense(4), layers.Dense(1)

    def call(self, x, training=None):
        hidden = self.norm(x, training=training)
        return self.out(self.norm(self.middle(hidden), training=training))  # expect: BNL402


class Branches(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm, self.side = layers.BatchNormalization(), layers.Dense(4)

    def call(self, x, training=None):
        return self.norm(tf.nn.relu(x), training=training) + self.norm(self.side(x), training=training)  # expect: BNL402


class Views(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x, training=training) - self.norm(tf.reverse(x, [1]), training=training)


class Twins(keras.Model):
    """A block that begins with BN gets two inputs in turn."""

    def __init__(self):
        super().__init__()
        self.views, self.stem, self.out = Views(), layers.Dense(4), layers.Dense(1)

    def call(self, pair, training=None):
        left, right = pair
        return self.out(self.views(left, training=training) * self.views(self.stem(right), training=training))


for model in (Stages(), keras.Sequential([Branches(), layers.Dense(1)])):
    model.compile("sgd", "mse")
    model.fit(tf.random.normal((64, 4)), tf.zeros((64, 1)), verbose=0)
twins = Twins()
twins.compile("sgd", "mse")
twins.fit((tf.random.normal((64, 4)), tf.random.normal((64, 4))), tf.zeros((64, 1)), verbose=0)
