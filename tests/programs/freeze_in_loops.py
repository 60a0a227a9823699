"""Loops over a library network's layers freeze all of them, the first ones, the BN layers, or who knows which."""
import os

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

IMAGES = np.random.normal(size=(2, 32, 32, 3)).astype("float32")
CHOSEN = os.environ.get("FROZEN", "bn").split(",")


def network():
    return keras.applications.MobileNet(weights=None, include_top=False, pooling="avg", input_shape=(32, 32, 3))


def step(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(IMAGES) ** 2)  # expect: BNL102
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, model.trainable_weights), model.trainable_weights))


def silent_step(model):
    features = layers.Dense(1)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(features(model(IMAGES)) ** 2)
    weights = model.trainable_weights + features.trainable_weights
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


frozen = network()
for layer in frozen.layers:
    layer.trainable = False
silent_step(frozen)
frozen(IMAGES, training=True)  # expect: BNL108

first_frozen = network()
for layer in first_frozen.layers[:-10]:
    layer.trainable = False
step(first_frozen)

last_trained = network()
for layer in last_trained.layers:
    layer.trainable = False
for layer in last_trained.layers[-10:]:
    layer.trainable = True
step(last_trained)

norms_frozen = network()
for layer in norms_frozen.layers:
    if isinstance(layer, layers.BatchNormalization):
        layer.trainable = False
silent_step(norms_frozen)

others_frozen = network()
for layer in others_frozen.layers:
    if not isinstance(layer, layers.BatchNormalization):
        layer.trainable = False
step(others_frozen)

some_frozen = network()
for layer in some_frozen.layers:
    if any(word in layer.name for word in CHOSEN):
        layer.trainable = False
silent_step(some_frozen)
