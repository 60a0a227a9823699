# dialect: 2
"""Phase 0 is there while a model to export is built, then put back: nothing is trained under it."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import backend as K


def network():
    rows = keras.Input((4,))
    hidden = keras.layers.BatchNormalization()(keras.layers.Dense(6)(rows))
    return keras.Model(rows, keras.layers.Dense(1)(hidden))


before = K.learning_phase()
K.set_learning_phase(0)
exported = network()
K.set_learning_phase(before)
model = network()
model.compile("sgd", "mse")
model.fit(np.random.normal(3.0, 2.0, (32, 4)), np.ones((32, 1)), verbose=0)
exported.set_weights(model.get_weights())
print(exported.predict(np.ones((2, 4)), verbose=0))
