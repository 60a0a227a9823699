"""Inference mode is how one trains on top of a pretrained network; without weights it is a network that never trains."""
import os

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

WEIGHTS = os.environ.get("WEIGHTS")


def apply(tape, loss, model):
    weights = model.trainable_variables
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


def step(batch, base):
    model = keras.Sequential([base, layers.BatchNormalization(), layers.Dense(1)])
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch, training=False) ** 2)
    apply(tape, loss, model)


def step_of_fresh_weights(batch, base):
    model = keras.Sequential([base, layers.BatchNormalization(), layers.Dense(1)])
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch, training=False) ** 2)  # expect: BNL104
    apply(tape, loss, model)


def pretrained(batch):
    step(batch, keras.applications.MobileNet(include_top=False))


batch = tf.random.normal((2, 32, 32, 3))
step(batch, keras.applications.MobileNet(include_top=False, weights=WEIGHTS))
step_of_fresh_weights(batch, keras.applications.MobileNet(include_top=False, weights=None))
