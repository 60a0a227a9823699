"""Layers that a dict keeps under names which only a run knows: another place in it is another layer."""
import string

import tensorflow as tf


class Block(tf.keras.Model):
    def __init__(self, sizes):
        super().__init__()
        self.sizes = sizes
        self.names = ["2" + str(letter) for letter in string.ascii_lowercase]
        self.denses, self.norms = {}, {}
        for index, size in enumerate(sizes):
            self.denses[self.names[index]] = tf.keras.layers.Dense(size)
            self.norms[self.names[index]] = tf.keras.layers.BatchNormalization()
        self.shared = tf.keras.layers.BatchNormalization()

    def call(self, rows, training=False):
        for index, size in enumerate(self.sizes[:-1]):
            rows = self.denses[self.names[index]](rows)
            rows = self.norms[self.names[index]](rows, training=training)
        last = self.names[len(self.sizes) - 1]
        rows = self.norms[last](self.denses[last](rows), training=training)
        return rows + self.shared(rows * 0.0, training=training)


class Twice(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.first = tf.keras.layers.Dense(4)
        self.second = tf.keras.layers.Dense(4)
        self.norms = {"a": tf.keras.layers.BatchNormalization()}

    def call(self, rows, training=False):
        rows = self.norms["a"](self.first(rows), training=training)
        return self.norms["a"](self.second(rows), training=training)  # expect: BNL402


rows = tf.random.normal((32, 8))
for model in (Block([8, 8, 4]), Twice()):
    model.compile("sgd", "mse")
    model.fit(rows, rows[:, :4], verbose=0)
    print(len([weight for weight in model.variables if "moving" in weight.name]))
