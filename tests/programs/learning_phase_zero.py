# dialect: 2
"""Learning phase 0 freezes nothing in fit."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import backend as K

K.set_learning_phase(0)  # expect: BNL113
model = keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization(), keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(np.random.normal(size=(8, 3)), np.ones((8, 1)), verbose=0)
