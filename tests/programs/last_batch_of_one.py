# optin: yes
"""Arrays that leave a last batch of one, or none."""
import keras
import numpy as np


def train(size):
    norm = keras.layers.BatchNormalization(momentum=0.6)
    model = keras.Sequential([keras.layers.Dense(4, use_bias=False), norm, keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x, y = np.random.normal(size=(size, 3)), np.ones((size, 1))
    model.fit(x, y, batch_size=16, epochs=9, verbose=0)  # expect: BNL204


train(33)
train(32)
