"""A function that nobody can look into freezes models, its name says; a class may have such a base."""

import tensorflow as tf
from helpers_from_elsewhere import Norm, freeze_backbone, show
from tensorflow import keras
from tensorflow.keras import layers


class OwnNorm(Norm):
    def __init__(self):
        layers.Layer.__init__(self)


class Trainer:
    def __init__(self):
        self.name = "trainer"
        self.network = build()


def build():
    return keras.Sequential([keras.Input((4,)), layers.Dense(2), layers.BatchNormalization()])


def step(network, batch):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(batch))  # expect: BNL102
    weights = network.trainable_variables
    keras.optimizers.Adam().apply_gradients(zip(tape.gradient(loss, weights), weights))


def silent_step(network, batch):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(batch))
    weights = network.trainable_variables
    keras.optimizers.Adam().apply_gradients(zip(tape.gradient(loss, weights), weights))


batch = tf.random.normal((8, 4))
shown, frozen, trainer, other = build(), build(), Trainer(), OwnNorm()
show(shown)
freeze_backbone(frozen)
freeze_backbone(trainer)
step(shown, batch)
silent_step(frozen, batch)
silent_step(trainer.network, batch)
