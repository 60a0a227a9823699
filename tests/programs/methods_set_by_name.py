"""Functions become methods of one object, as ``types.MethodType`` binds them."""
import types

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def attach(owner, **functions):
    for name, function in functions.items():
        setattr(owner, name, types.MethodType(function, owner))
    return owner


def loss_of(self, tides, levels):
    return tf.reduce_mean((self.network(tides) - levels) ** 2)  # expect: BNL102


def careful_loss_of(self, tides, levels):
    return tf.reduce_mean((self.network(tides, training=True) - levels) ** 2)


class Trainer:
    def __init__(self):
        self.network = keras.Sequential([keras.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])
        self.optimizer = keras.optimizers.Adam()

    def fit(self, batches):
        for tides, levels in batches:
            with tf.GradientTape() as tape:
                loss = self.loss_of(tides, levels)
            weights = self.network.trainable_variables
            self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def train_step(self, data):
    tides, levels = data
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((self(tides) - levels) ** 2)  # expect: BNL102
    self.optimizer.apply_gradients(zip(tape.gradient(loss, self.trainable_variables), self.trainable_variables))
    return {"loss": loss}


def careful_step(self, data):
    tides, levels = data
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((self(tides, training=True) - levels) ** 2)
    self.optimizer.apply_gradients(zip(tape.gradient(loss, self.trainable_variables), self.trainable_variables))
    return {"loss": loss}


tides, levels = np.random.rand(64, 4).astype("float32"), np.random.rand(64, 1).astype("float32")
batches = tf.data.Dataset.from_tensor_slices((tides, levels)).batch(16)
for step in (loss_of, careful_loss_of):
    attach(Trainer(), loss_of=step).fit(batches)

for step in (train_step, careful_step):
    model = keras.Sequential([keras.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])
    model.train_step = types.MethodType(step, model)
    model.compile("sgd")
    model.fit(tides, levels, verbose=0)
