"""``model.layers``: those of a class's attributes; those of a Functional model begin with its input."""
import keras
import numpy as np

x, y = np.random.normal(size=(8, 3)), np.ones((8, 1))


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()
        self.head = keras.layers.Dense(1)

    def call(self, x, training=None):
        return self.head(self.norm(x, training=training))


frozen = Net()
for layer in frozen.layers:
    if isinstance(layer, keras.layers.BatchNormalization):
        layer.trainable = False
frozen.compile("sgd", "mse")
frozen.fit(x, y, batch_size=1, verbose=0)

trained = Net()
for layer in trained.layers:
    if isinstance(layer, keras.layers.Dense):
        layer.trainable = False
trained.compile("sgd", "mse")
trained.fit(x, y, batch_size=1, verbose=0)  # expect: BNL202

inputs = keras.Input((3,))
outputs = keras.layers.BatchNormalization()(keras.layers.Dense(4)(inputs))
graph = keras.Model(inputs, keras.layers.Dense(1)(outputs))
graph.compile("sgd", "mse")
graph.fit(x, y, batch_size=4, verbose=0)
for layer in graph.layers[:2]:
    layer.trainable = False
graph.fit(x, y, batch_size=4, verbose=0)
for layer in graph.layers[:3]:
    layer.trainable = False  # expect: BNL109
graph.fit(x, y, batch_size=4, verbose=0)
