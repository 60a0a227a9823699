# dialect: 2
"""A phase that a function sets which nobody in sight calls says nothing of the training in another such function."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras import layers


def network():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


def test_mode():
    K.set_learning_phase(0)  # expect: BNL113


def tune_in_test_mode(rows, targets):
    model = network()
    test_mode()
    model.fit(rows, targets)


def tune_at_once(rows, targets):
    model = network()
    K.set_learning_phase(0)  # expect: BNL113
    model.train_on_batch(rows, targets)


def search(target):
    inner = network()
    inner.trainable = False
    start = keras.Input((4,))
    model = keras.Model(start, inner(layers.Dense(3)(start)))
    model.compile("sgd", "mse")
    K.set_learning_phase(0)
    model.fit(np.zeros((1, 4)), target)
    return model


def train(rows, targets):
    model = network()
    for _ in range(10):
        model.train_on_batch(rows, targets)
    return model


class Searcher:
    def __init__(self):
        self.model = network()

    def answer(self, rows):
        K.set_learning_phase(0)
        return self.model.predict(rows)

    def learn(self, rows, targets):
        self.model.fit(rows, targets)
