# optin: yes
"""How many steps a momentum needs: over two fits together, for each model of the program alone."""
import keras
import numpy as np

x, y = np.random.normal(size=(32, 3)), np.ones((32, 1))


def make(norm):
    model = keras.Sequential([norm, keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


enough = make(keras.layers.BatchNormalization(momentum=0.9))
enough.fit(x, y, batch_size=8, epochs=3, verbose=0)
enough.fit(x, y, batch_size=8, epochs=3, verbose=0)

short = make(keras.layers.BatchNormalization(momentum=0.9))  # expect: BNL304
short.fit(x, y, batch_size=8, epochs=3, verbose=0)

default = make(keras.layers.BatchNormalization())  # expect: BNL304
default.fit(x, y, batch_size=8, epochs=6, verbose=0)

quick = make(keras.layers.BatchNormalization(momentum=0.6))
quick.fit(x, y, batch_size=8, epochs=3, verbose=0)

# Epochs are counted from the first one on: two are left.
resumed = make(keras.layers.BatchNormalization(momentum=0.9))  # expect: BNL304
resumed.fit(x, y, batch_size=8, epochs=20, initial_epoch=18, verbose=0)
