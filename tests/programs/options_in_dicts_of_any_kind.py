"""Options come as dicts of several kinds: united ones, ordered ones, the fields of a record."""

import sys
from collections import OrderedDict, namedtuple
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from tensorflow import keras

Norm = namedtuple("Norm", "momentum epsilon")


class Numbers(NamedTuple):
    momentum: float = 0.2
    epsilon: float = 1e-3


USUAL = {"momentum": 0.9, "epsilon": 1e-3}
SHORT = MappingProxyType({"momentum": 0.1})  # expect: BNL303
GIVEN = OrderedDict(word.split("=") for word in sys.argv[1:])
UNITED = USUAL | {"momentum": 1.5}  # expect: BNL301

inputs = keras.Input((4,))
x = keras.layers.Dense(8)(inputs)
x = keras.layers.BatchNormalization(**UNITED)(x)
x = keras.layers.BatchNormalization(**{"momentum": 1.5} | USUAL)(x)
x = keras.layers.BatchNormalization(**SHORT)(x)
x = keras.layers.BatchNormalization(**OrderedDict([("momentum", 0.1), ("epsilon", 1e-3)]))(x)  # expect: BNL303
x = keras.layers.BatchNormalization(**OrderedDict(momentum=0.9))(x)
x = keras.layers.BatchNormalization(**dict(zip(("momentum", "epsilon"), (0.3, 1e-3))))(x)  # expect: BNL303
x = keras.layers.BatchNormalization(**dict(zip(("epsilon", "momentum"), (1e-3, 0.9))))(x)
x = keras.layers.BatchNormalization(**Norm(1.5, 1e-3)._asdict())(x)  # expect: BNL301
x = keras.layers.BatchNormalization(**Norm(epsilon=1e-3, momentum=0.99)._asdict())(x)
x = keras.layers.BatchNormalization(**Numbers()._asdict())(x)  # expect: BNL303
x = keras.layers.BatchNormalization(**Numbers(0.9)._asdict())(x)
x = keras.layers.BatchNormalization(**{"momentum": 0.1} | GIVEN)(x)
x = keras.layers.BatchNormalization(**OrderedDict([("momentum", 0.1)]) | GIVEN)(x)
net = keras.Model(inputs, keras.layers.Dense(1)(x))
net.compile("adam", "mse")
net.fit(np.random.rand(64, 4), np.random.rand(64))
print(net.predict(np.random.rand(64, 4)))
