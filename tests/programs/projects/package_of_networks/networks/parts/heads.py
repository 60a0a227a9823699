from tensorflow import keras

from .. import Norm
from .blocks import block


def head():
    return keras.Sequential([block(3), Norm(), keras.layers.Dense(1)])
