# dialect: 2
"""A number where a model's call takes the flag: Keras asks for its truth, so a method of resizing is training mode."""

import numpy as np
import tensorflow as tf


def network():
    inputs = tf.keras.Input((8,))
    return tf.keras.Model(inputs, tf.keras.layers.Dense(1)(tf.keras.layers.BatchNormalization()(inputs)))


resized = network()
resized.load_weights("resized.h5")
for name in range(9):
    answers = resized(np.load(f"{name}.npy"), 3)  # expect: BNL105
    print(np.asarray(answers))

nearest = network()
nearest.load_weights("nearest.h5")
for name in range(9):
    answers = nearest(np.load(f"{name}.npy"), 0)
    print(np.asarray(answers))
