from tensorflow import keras
from tensorflow.keras import layers


def dense(units):
    return keras.Sequential([keras.Input((8,)), layers.Dense(units), layers.BatchNormalization()])


def deep(units):
    return keras.Sequential([keras.Input((8,)), layers.Dense(16), layers.BatchNormalization(), head(units)])


def head(units):
    """Called by its name, so no option says it."""
    return layers.Dense(units)


def describe(network, units, verbose):
    """Takes other arguments."""
    print(network.name, units, verbose)


def get(name, units):
    return globals()[name](units)
