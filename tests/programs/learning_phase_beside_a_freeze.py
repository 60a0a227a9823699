# dialect: 2
"""A search for a latent vector: the networks are frozen, and the learning phase of 0 says so once more."""
import numpy as np
from tensorflow.keras import Input, Model, Sequential, layers
from tensorflow.keras import backend as K


def decoder():
    return Sequential([Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(2)])


def search(frozen):
    network = decoder()
    network.load_weights("decoder.h5")
    if frozen:
        network.trainable = False
    start = Input((4,))
    model = Model(start, network(layers.Dense(4)(start)))
    model.compile("adam", "mse")
    return model


def find(target):
    model = search(True)
    K.set_learning_phase(0)
    model.fit(np.zeros((1, 4)), target, epochs=100)
    return model.predict(np.zeros((1, 4)))


def tune(targets):
    model = search(False)
    K.set_learning_phase(0)  # expect: BNL113
    model.fit(np.zeros((8, 4)), targets)


find(np.zeros((1, 2)))
tune(np.zeros((8, 2)))
