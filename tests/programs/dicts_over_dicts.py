# dialect: any
"""Settings in a ChainMap: what stands in the first of its dicts hides what stands in the others."""
import os
from collections import ChainMap

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.random.rand(256, 8).astype("float32")
DEFAULTS = {"quick": 0.1, "slow": 0.2, "last": 0.13}


def train(*norms):
    net = keras.Sequential([keras.Input((8,)), layers.Dense(16), *norms, layers.Dense(1)])
    net.compile("sgd", "mse")
    net.fit(ROWS, ROWS[:, 0], epochs=2)
    print(net.evaluate(ROWS, ROWS[:, 0]))


settings = ChainMap({}, {"slow": 0.9}, DEFAULTS)
train(
    layers.BatchNormalization(momentum=settings["quick"]),  # expect: BNL303
    layers.BatchNormalization(momentum=settings["slow"]),
    layers.BatchNormalization(momentum=settings.get("other", 0.99)),
)
settings = dict(ChainMap({"quick": 0.9, "slow": 0.12}, DEFAULTS))
train(
    layers.BatchNormalization(momentum=settings["quick"]),
    layers.BatchNormalization(momentum=settings["slow"]),  # expect: BNL303
)
given = [dict(pair.split("=") for pair in os.environ.get("SETTINGS", "last=0.9").split(","))]
settings = ChainMap(*[{name: float(value) for name, value in each.items()} for each in given], {"last": 0.9})
train(layers.BatchNormalization(momentum=settings["last"]))
