# dialect: any
"""A function that keeps what it makes gives the same layer to all who ask for that width, one dict for all keys, too."""

import functools

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


@functools.lru_cache(maxsize=None)
def kept(width):
    return layers.BatchNormalization(name=f"norm_of_{width}")


@functools.lru_cache(maxsize=None)
def of_block(block, width):
    return layers.BatchNormalization()


def made(width):
    return layers.BatchNormalization()


def net(norm):
    inputs = keras.Input((8,))
    x = norm(32)(layers.Dense(32, activation="relu")(inputs))
    x = norm(32)(layers.Dense(32, activation="relu")(x))  # expect: BNL402
    x = norm(16)(layers.Dense(16, activation="relu")(x))
    return keras.Model(inputs, layers.Dense(1)(x))


def with_blocks():
    inputs = keras.Input((8,))
    x = of_block("first", 32)(layers.Dense(32, activation="relu")(inputs))
    x = of_block("second", 32)(layers.Dense(32, activation="relu")(x))
    y = made(32)(layers.Dense(32, activation="relu")(x))
    y = made(32)(layers.Dense(32, activation="relu")(y))
    return keras.Model(inputs, layers.Dense(1)(y))


class Stages(keras.Model):
    def __init__(self, norms):
        super().__init__()
        self.dense, self.norms = [layers.Dense(8) for _ in range(2)], norms
        self.top = layers.Dense(1)

    def call(self, x, training=None):
        for stage, dense in enumerate(self.dense):
            x = self.norms[stage](dense(x), training=training)  # expect: BNL402
        return self.top(x)


class OwnStages(keras.Model):
    def __init__(self, norms):
        super().__init__()
        self.dense, self.norms = [layers.Dense(8) for _ in range(2)], norms
        self.top = layers.Dense(1)

    def call(self, x, training=None):
        for stage, dense in enumerate(self.dense):
            x = self.norms[stage](dense(x), training=training)
        return self.top(x)


wind = np.random.randn(64, 8)
shared = Stages(dict.fromkeys(range(2), layers.BatchNormalization()))
own = OwnStages({stage: layers.BatchNormalization() for stage in range(2)})
for model in (net(kept), with_blocks(), shared, own):
    model.compile("adam", "mse")
    model.fit(wind, wind.sum(1), verbose=0)
    print(model.predict(wind[:2]))
