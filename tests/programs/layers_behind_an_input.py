# dialect: any
"""The layers of a Sequential that begins with an InputLayer: their list begins behind it."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.random.rand(640, 4).astype("float32")


def network():
    hidden = [layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)]
    net = keras.Sequential([layers.InputLayer(batch_size=None, **SHAPE), *hidden])
    net.compile("adam", "mse")
    net.fit(ROWS, ROWS.sum(1), epochs=2)
    return net


SHAPE = {"input_shape" if keras.__version__ < "3" else "shape": (4,)}
net = network()
net.layers[1].trainable = False  # expect: BNL109
net.fit(ROWS, ROWS.sum(1))
print(net.predict(ROWS[:4]))

net = network()
net.layers[2].trainable = False
net.fit(ROWS, ROWS.sum(1))
print(net.predict(ROWS[:4]))

net = network()
net.layers[-2].trainable = False  # expect: BNL109
net.fit(ROWS, ROWS.sum(1))
print(net.predict(ROWS[:4]))
