# dialect: 2
"""The command line says what a run does: one trains under phase 1, the other predicts under phase 0."""
import sys

import numpy as np
import tensorflow as tf

mode = sys.argv[1] if sys.argv[1:] else "train"
if mode == "train":
    tf.keras.backend.set_learning_phase(1)
else:
    tf.keras.backend.set_learning_phase(0)
inputs = tf.keras.Input((4,))
model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(tf.keras.layers.BatchNormalization()(inputs)))
model.compile("sgd", "mse")
rows = np.random.normal(3.0, 2.0, (32, 4))
if mode == "train":
    model.fit(rows, np.ones((32, 1)), verbose=0)
else:
    print(model.predict(rows, verbose=0).shape)
