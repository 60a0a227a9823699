# dialect: 2
"""The mode that is set decides on the phase: who predicts sets the other mode."""
import numpy as np
import tensorflow.compat.v1 as tf
from config import FLAGS
from tensorflow import keras

tf.disable_v2_behavior()
if FLAGS.mode == "train":
    keras.backend.set_learning_phase(True)
else:
    keras.backend.set_learning_phase(False)

inputs = keras.Input((4,))
model = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.BatchNormalization()(inputs)))
model.compile("sgd", "mse")
rows = np.random.normal(3.0, 2.0, (32, 4))
if FLAGS.mode == "train":
    model.fit(rows, np.ones((32, 1)), verbose=0)
else:
    print(model.predict(rows, verbose=0).shape)
