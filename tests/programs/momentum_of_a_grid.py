# dialect: any
"""Networks for all combinations of some settings, or for some that chance decides."""

import itertools
import random

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

SPACE = {"units": (8, 16), "momentum": (0.05, 0.1)}
USUAL = {"units": (8, 16), "momentum": (0.9, 0.99)}
rng = random.Random(0)
x = np.random.normal(2.0, 2.0, (640, 4)).astype("float32")


def fit(norm, units):
    model = keras.Sequential([layers.Input((4,)), layers.Dense(units), norm, layers.ReLU(), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, x.sum(1), verbose=0)
    return model.evaluate(x, x.sum(1), verbose=0)


def combinations(space):
    for values in itertools.product(*space.values()):
        yield dict(zip(space, values))


def by_name(units, momentum):
    return fit(layers.BatchNormalization(momentum=momentum), units)  # expect: BNL303


def by_usual_name(units, momentum):
    return fit(layers.BatchNormalization(momentum=momentum), units)


for setting in combinations(SPACE):
    print(setting, by_name(**setting))
for setting in combinations(USUAL):
    print(setting, by_usual_name(**setting))
for units, momentum in itertools.product((8, 16), (0.1, 0.5, 0.99)):  # a search over what is worth having
    print(fit(layers.BatchNormalization(momentum=momentum), units))
for units, momentum in itertools.product(range(10, 30), (0.1, 0.2, 0.3)):
    if units < 12:
        print(fit(layers.BatchNormalization(momentum=momentum), units))  # expect: BNL303
print(fit(layers.BatchNormalization(momentum=np.random.choice([0.05, 0.1])), 8))  # expect: BNL303
print(fit(layers.BatchNormalization(momentum=rng.choice([0.05, 0.1])), 8))  # expect: BNL303
print(fit(layers.BatchNormalization(momentum=random.uniform(0.01, 0.2)), 8))  # expect: BNL303
print(fit(layers.BatchNormalization(momentum=np.random.choice([0.1, 0.5, 0.99])), 8))
print(fit(layers.BatchNormalization(momentum=rng.uniform(0.9, 0.99)), 8))
