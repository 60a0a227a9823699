"""Steps with optimizers that TensorFlow has under a second name, or that an option chooses: both train."""

import os

import tensorflow as tf
from tensorflow.keras import Sequential, layers

first = Sequential([layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])
second = Sequential([layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])
options = {"rate": float(os.environ.get("RATE", "0.01"))}


def train():
    adam = tf.optimizers.Adam(options["rate"])
    chosen = getattr(tf.optimizers, os.environ.get("OPTIMIZER", "SGD"))(options["rate"])

    def step(rows):
        with tf.GradientTape(persistent=True) as tape:
            loss = tf.reduce_mean(first(rows) ** 2)  # expect: BNL102
            other = tf.reduce_mean(second(rows) ** 2)  # expect: BNL102
        gradients = tape.gradient(loss, first.trainable_variables)
        adam.apply_gradients(zip(gradients, first.trainable_variables))
        gradients = tape.gradient(other, second.trainable_variables)
        chosen.apply_gradients(zip(gradients, second.trainable_variables))
        del tape

    for _ in range(3):
        step(tf.random.normal((8, 3)))


train()
