# dialect: 2
"""The learning phase that was set is what the program reads; within a scope nobody knows."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras import layers

x = np.random.normal(size=(8, 3)).astype("float32")
unset = layers.BatchNormalization()
unset(x, training=K.learning_phase())
K.set_learning_phase(1)  # expect: BNL113
inputs = keras.Input((3,))
stuck = keras.Model(inputs, layers.BatchNormalization()(inputs, training=K.learning_phase()))  # expect: BNL106
stuck.predict(x, verbose=0)
with K.learning_phase_scope(0):
    unset(x, training=K.learning_phase())
