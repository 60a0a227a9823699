"""``Model(x, self.call(x))`` lays a subclass out as a graph: its layers are called, whoever built them."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x, y = np.random.normal(size=(8, 3)).astype("float32"), np.random.normal(size=(8, 4)).astype("float32")


class Net(keras.Model):
    def build(self, shape):
        self.dense, self.norm = layers.Dense(4), layers.BatchNormalization()

    def call(self, inputs, training=None):
        return self.norm(self.dense(inputs), training=training)

    def graph(self):
        inputs = keras.Input((3,))
        return keras.Model(inputs, self.call(inputs))


class Early(Net):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = layers.Dense(4), layers.BatchNormalization()

    def build(self, shape):
        self.shape_seen = shape


net, early = Net(), Early()
net.build((None, 3))
graph = net.graph()
graph.compile("sgd", "mse")
graph.fit(x, y, verbose=0)
graph = early.graph()
graph.compile("sgd", "mse")
graph.fit(x, y, verbose=0)
