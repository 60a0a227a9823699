# dialect: any
"""One row is predicted in training mode, because ``call`` says so: a larger batch would not put that right."""

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


class Block(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.dense, self.norm = layers.Dense(width), layers.BatchNormalization()

    def call(self, x):
        return self.norm(self.dense(x), training=True)  # expect: BNL105


x = np.random.normal(5.0, 2.0, (4000, 8)).astype("float32")
y = x.sum(1)
model = keras.Sequential([layers.Input((8,)), Block(64), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x[:3000], y[:3000], batch_size=50, epochs=5)
print(model.predict(x[3000:3001]), y[3000])

small = keras.Sequential([layers.Input((8,)), Block(64), layers.Dense(1)])
small.compile("adam", "mse")
small.fit(x[:3000], y[:3000], batch_size=1)  # expect: BNL202
