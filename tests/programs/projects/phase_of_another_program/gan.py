# dialect: 2
"""What a program that searches sets is no phase of the training, which another program runs."""
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras import layers


def network():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


def search(rows):
    K.set_learning_phase(0)
    return network().predict(rows)


def train(rows, targets):
    model = network()
    model.fit(rows, targets)
    return model


def in_test_mode():
    K.set_learning_phase(0)  # expect: BNL113
    return network()


def tune(model, rows, targets):
    model.fit(rows, targets)
