from tensorflow import keras
from tensorflow.keras import layers


def bare(units):
    """One of two, without BN."""
    return keras.Sequential([keras.Input((8,)), layers.Dense(units)])


def normed(units):
    return keras.Sequential([keras.Input((8,)), layers.Dense(units), layers.BatchNormalization()])


def get(name, units):
    return globals()[name](units)
