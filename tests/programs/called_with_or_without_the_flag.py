"""Layers in a row, some of which take no flag: the call that raises has not changed what goes into the next one."""

import tensorflow as tf


class Stack(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.stack = [
            tf.keras.layers.Conv2D(8, 3),
            tf.keras.layers.BatchNormalization(),
            tf.keras.layers.ReLU(),
            tf.keras.layers.Dense(1),
        ]

    def call(self, x, training=None):
        for layer in self.stack:
            try:
                x = layer(x, training=training)
            except TypeError:
                x = layer(x)
        return x


class Twice(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.first = tf.keras.layers.Conv2D(8, 3)
        self.second = tf.keras.layers.Conv2D(8, 3)
        self.norm = tf.keras.layers.BatchNormalization()

    def call(self, x, training=None):
        try:
            x = self.norm(self.first(x), training=training)
        except TypeError:
            x = self.first(x)
        return self.norm(self.second(x), training=training)  # expect: BNL402


for model in (Stack(), Twice()):
    model.compile("adam", "mse")
    model.fit(tf.random.normal((32, 8, 8, 3)), tf.zeros((32, 1)))
