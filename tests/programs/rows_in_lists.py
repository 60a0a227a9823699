# dialect: 2
"""Keras 2 takes rows written as lists; one of them is a batch of one."""
from tensorflow import keras
from tensorflow.keras import layers


def network():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


network().fit([[1.0, 2.0, 3.0]], [[1.0]], verbose=0)  # expect: BNL202
network().fit([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]], [[1.0], [2.0]], verbose=0)
