"""An attribute that is set once picks the method which runs: what the others would normalise is nobody's mistake."""
import tensorflow as tf
from tensorflow import keras


class Ranker(keras.Model):
    def __init__(self, method):
        super().__init__()
        self.method = method
        self.one, self.two = keras.layers.Dense(8), keras.layers.Dense(8)
        self.norm, self.head = keras.layers.BatchNormalization(), keras.layers.Dense(1)

    def plain(self, x, training):
        return self.head(self.norm(self.one(x), training=training))

    def wide(self, x, training):
        both = self.one(x) + self.two(x)
        return self.head(self.norm(both, training=training))

    def call(self, x, training=None):
        if self.method == 0:
            return self.plain(x, training)
        return self.wide(x, training)


class Both(Ranker):
    def call(self, x, training=None):
        hidden = self.norm(self.one(x), training=training)
        return self.head(self.norm(self.two(hidden), training=training))  # expect: BNL402


for model in (Ranker(1), Both(0)):
    model.compile("adam", "mse")
    model.fit(tf.random.normal((64, 4)), tf.random.normal((64, 1)), verbose=0)
