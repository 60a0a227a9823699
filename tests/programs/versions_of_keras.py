"""Code behind a question about versions belongs to the Keras that takes it: the other one never runs it."""
import sys

import keras
import numpy as np
from packaging.version import Version
from tensorflow.keras import layers

try:
    from keras import ops

    IS_KERAS_3 = True
except ImportError:
    IS_KERAS_3 = False


def old_norm():
    return layers.BatchNormalization(virtual_batch_size=4, momentum=99)  # expect[2]: BNL301


def norm(axis=-1):
    if Version(keras.__version__) < Version("3.0"):
        return layers.BatchNormalization(axis=axis, fused=True)
    return layers.BatchNormalization(axis=axis)


VERSION = keras.__version__ if hasattr(keras, "__version__") else keras.version()


def norm_of_either(axis=-1):
    if Version(VERSION) < Version("3.0"):
        return layers.BatchNormalization(axis=axis, fused=True)
    return layers.BatchNormalization(axis=axis)


def norm_of_an_unknown_one(axis=-1):
    if Version(keras.__version__ if len(sys.argv) > 1 else input()) < Version("3.0"):
        return layers.BatchNormalization(axis=axis, fused=True)  # expect[3]: BNL501
    return layers.BatchNormalization(axis=axis)


def options():
    found = {"momentum": 0.9, "fused": False, "epsilon": 0.01}
    if hasattr(keras, "ops"):
        del found["fused"]
    else:
        found["epsilon"] = 0.1
    return found


model = keras.Sequential(
    [
        layers.Input((6, 6, 2)),
        layers.Conv2D(3, 3),
        norm(),
        norm_of_either(),
        norm_of_an_unknown_one(),
        layers.BatchNormalization(**options()),
        layers.BatchNormalization() if IS_KERAS_3 else old_norm(),
        layers.Flatten(),
        layers.Dense(1),
    ]
)
model.compile("sgd", "mse")
model.fit(np.random.rand(8, 6, 6, 2), np.random.rand(8), verbose=0)
assert IS_KERAS_3, "the rest needs keras.random"
layers.BatchNormalization(momentum=99)  # expect[3]: BNL301
