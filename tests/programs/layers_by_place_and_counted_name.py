# dialect: any
"""A Sequential does not list the ``InputLayer`` it begins with, and Keras counts the layers that get no name."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def network():
    return keras.Sequential(
        [layers.InputLayer((4,)), layers.Dense(8), layers.BatchNormalization(), layers.ReLU(), layers.Dense(1)]
    )


x = np.random.normal(2.0, 2.0, (640, 4)).astype("float32")
y = x.sum(1, keepdims=True)

by_place = network()
by_place.compile("adam", "mse")
by_place.fit(x, y, epochs=50)
by_place.layers[1].trainable = False  # expect: BNL109
by_place.fit(x, y)

beside = network()
beside.compile("adam", "mse")
beside.fit(x, y, epochs=50)
beside.layers[2].trainable = False
beside.fit(x, y)

keras.backend.clear_session()
by_name = network()
by_name.compile("adam", "mse")
by_name.fit(x, y, epochs=50)
by_name.get_layer("batch_normalization").trainable = False  # expect: BNL109
by_name.fit(x, y)

other = network()
other.compile("adam", "mse")
other.fit(x, y, epochs=50)
other.get_layer("dense_2").trainable = False
other.fit(x, y)

print(by_place.predict(x[:4]), beside.predict(x[:4]), by_name.predict(x[:4]), other.predict(x[:4]))
