# dialect: any
"""A row of ones in training mode, whose result is only printed and by which nothing learns, is a look at the network."""
import keras
import numpy as np


def network():
    return keras.Sequential(
        [keras.layers.Dense(16, activation="relu"), keras.layers.BatchNormalization(), keras.layers.Dense(10)]
    )


model, other = network(), network()
out = model(np.ones((1, 4)), training=True)
print(out)
print(model(np.zeros((1, 4)), training=True))
said = other(np.ones((1, 4)), training=True)  # expect: BNL202
np.save("said.npy", said)
