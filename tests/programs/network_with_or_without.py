"""One of the networks that a program may train has BN, the other one has none; each is trained as it stands here."""
import sys

import tensorflow as tf


def normed():
    return tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])


def plain():
    return tf.keras.Sequential([tf.keras.layers.Dense(4)])


def learn(tape, loss, network):
    weights = network.trainable_variables
    tf.keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


def step(settings, rows):
    if settings.normed:
        network = normed()
    else:
        network = plain()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(rows) ** 2)  # expect: BNL102
    learn(tape, loss, network)
    return network


def step_that_knows(settings, rows):
    if settings.normed:
        network = normed()
    else:
        network = plain()
    if settings.normed:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(network(rows, training=True) ** 2)
    else:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(network(rows) ** 2)
    learn(tape, loss, network)
    return network


class Trainer:
    def __init__(self, settings):
        if settings.normed:
            self.network = normed()
        else:
            self.network = plain()
        self.normed = settings.normed

    def step(self, rows):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.network(rows) ** 2)  # expect: BNL102
        learn(tape, loss, self.network)

    def step_in_two_ways(self, rows):
        with tf.GradientTape() as tape:
            if self.normed:
                outputs = self.network(rows, training=True)
            else:
                outputs = self.network(rows)
            loss = tf.reduce_mean(outputs**2)
        learn(tape, loss, self.network)


class Settings:
    def __init__(self):
        self.normed = len(sys.argv) < 2


rows = tf.random.normal((8, 4)) + 5.0
print(step(Settings(), rows)(rows)[0])
print(step_that_knows(Settings(), rows)(rows)[0])
trainer = Trainer(Settings())
trainer.step(rows)
trainer.step_in_two_ways(rows)
print(trainer.network(rows)[0])
