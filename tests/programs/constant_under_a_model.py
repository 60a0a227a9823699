"""A constant in a graph is one thing (BNL106), also where a model around the graph runs it in its ``call``."""
import keras
import numpy as np


class Block(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x, training=training)


class Net(keras.Model):
    def __init__(self, body):
        super().__init__()
        self.body = body

    def call(self, x, training=None):
        return self.body(x, training=training)


inputs = keras.Input((3,))
outputs = Block()(inputs, training=True)  # expect: BNL106
model = Net(keras.Model(inputs, keras.layers.Dense(1)(outputs)))
model.compile("sgd", "mse")
x, y = np.random.normal(size=(8, 3)), np.ones((8, 1))
model.fit(x, y, verbose=0)
model.predict(x, verbose=0)
