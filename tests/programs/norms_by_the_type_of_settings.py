# dialect: any
"""Which function runs is a matter of the type of its first argument."""

from dataclasses import dataclass
from functools import singledispatch

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


@dataclass(frozen=True)
class Batch:
    momentum: float = 0.99


@dataclass(frozen=True)
class Ghost(Batch):
    size: int = 16


@dataclass(frozen=True)
class Layer:
    eps: float = 1e-6


@singledispatch
def make(settings):
    raise TypeError(settings)


@make.register
def _(settings: Batch):
    return layers.BatchNormalization(momentum=settings.momentum)  # expect: BNL303


@make.register(Layer)
def _layer(settings):
    return layers.LayerNormalization(epsilon=settings.eps)


@make.register(float)
def _number(momentum):
    return layers.BatchNormalization(momentum=momentum)  # expect: BNL303


@make.register(int)
def _percent(part):
    return layers.BatchNormalization(momentum=part / 100)


x = np.random.normal(2.0, 2.0, (640, 6)).astype("float32")
for norm in (Batch(0.05), Ghost(0.1), Layer(0.05), 0.2, 90):
    model = keras.Sequential([layers.Input((6,)), layers.Dense(16), make(norm), layers.ReLU(), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, x.sum(1), epochs=20, verbose=0)
    print(norm, model.evaluate(x, x.sum(1), verbose=0))
