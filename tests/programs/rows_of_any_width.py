"""A network of rows whose width an argument says, fitted on one row after the other."""
import sys

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def network(width):
    model = keras.Sequential([layers.Dense(8, input_dim=width), layers.BatchNormalization(), layers.Dense(2)])
    model.compile("sgd", "mse")
    return model


def replay(model, memory):
    for state, target in memory:
        model.fit(state[np.newaxis], target[np.newaxis], verbose=0)  # expect: BNL202


def learn(model, memory):
    states, targets = zip(*memory)
    model.fit(np.stack(states), np.stack(targets), verbose=0)


width = len(sys.argv) + 3
memory = [(np.random.normal(size=width), np.zeros(2)) for _ in range(8)]
replay(network(width), memory)
learn(network(width), memory)
