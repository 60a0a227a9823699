"""Calls that are made for the statistics only: with all BN layers frozen they do nothing, with one released they do."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

rows = np.random.normal(5.0, 2.0, (64, 6)).astype("float32")


def network():
    return keras.Sequential([keras.Input((6,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(2)])


frozen = network()
for part in frozen.layers:
    if isinstance(part, layers.BatchNormalization):
        part.trainable = False
for start in range(0, 64, 16):
    frozen(rows[start : start + 16], training=True)  # expect: BNL108
scores = frozen(rows, training=True)

adapted = network()
for part in adapted.layers:
    part.trainable = isinstance(part, layers.BatchNormalization)
for start in range(0, 64, 16):
    adapted(rows[start : start + 16], training=True)
print(frozen.layers[1].moving_mean.numpy().max(), adapted.layers[1].moving_mean.numpy().max())
