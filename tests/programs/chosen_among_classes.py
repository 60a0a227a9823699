"""Which of two classes it is decides what it gets: on the side of the other one it is not called so."""
import numpy as np
from tensorflow import keras


class Scale(keras.layers.Layer):
    def __init__(self, channels, **kwargs):
        super().__init__(**kwargs)
        self.channels = channels

    def call(self, inputs):
        return inputs * 2.0


class Block(keras.layers.Layer):
    def __init__(self, norm_layer):
        super().__init__()
        self.norm_layer = norm_layer
        if self.norm_layer is Scale:
            self.norm = self.norm_layer(channels=4)
        else:
            self.norm = self.norm_layer(axis=-1)

    def call(self, inputs, training=None):
        return self.norm(inputs, training=training) if self.norm_layer != Scale else self.norm(inputs)


class Careless(keras.layers.Layer):
    def __init__(self, norm_layer):
        super().__init__()
        if issubclass(norm_layer, Scale):
            self.norm = norm_layer(channels=4)
        elif norm_layer == keras.layers.BatchNormalization:
            self.norm = norm_layer(momentum=0.01)  # expect: BNL303

    def call(self, inputs):
        return self.norm(inputs)


def build(scaled, block):
    chosen = Scale if scaled else keras.layers.BatchNormalization
    return keras.Sequential([keras.layers.Dense(4), block(chosen), keras.layers.Dense(1)])


x, y = np.random.rand(32, 3), np.random.rand(32, 1)
for scaled in (int(np.random.rand() > 2), 0):
    for block in (Block, Careless):
        model = build(scaled, block)
        model.compile("adam", "mse")
        model.fit(x, y, verbose=0)
        model.predict(x, verbose=0)
