"""A model is restored from a file where there is one, and built otherwise: what is built says what is wrong."""

import os

import tensorflow as tf
from tensorflow import keras

path = "checkpoint.keras"
if os.path.exists(path):
    model = keras.models.load_model(path)
else:
    model = keras.Sequential([keras.layers.Dense(8), keras.layers.BatchNormalization(), keras.layers.Dense(1)])
optimizer = keras.optimizers.Adam()
for batch in tf.random.normal((3, 16, 4)):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))

restored = keras.models.load_model(path) if os.path.exists(path) else None
if restored is not None:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(restored(tf.ones((16, 4))) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, restored.trainable_variables), restored.trainable_variables))
