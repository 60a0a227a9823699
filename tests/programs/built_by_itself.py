"""A layer that builds itself where it is not built yet: Keras has done that before, and nothing is built twice."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Branch(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, shape):
        if self.built:
            return
        self.dense = layers.Dense(self.units)
        self.norm = layers.BatchNormalization()
        super().build(shape)

    def call(self, x, training=None):
        if not self.built:
            self.build(x.shape)
        return self.norm(self.dense(x), training=training)


class Pair(keras.Model):
    def __init__(self):
        super().__init__()
        self.branch = Branch(4)
        self.head = layers.Dense(1)

    def call(self, x, training=None):
        first = self.branch(x[:, 0], training=training)
        return self.head(first + self.branch(x[:, 1], training=training))


model = Pair()
model.compile("sgd", "mse")
model.fit(tf.random.normal((32, 2, 5)), tf.zeros((32, 1)), verbose=0)
print(len(model.branch.weights), model.predict(tf.ones((2, 2, 5)), verbose=0))
