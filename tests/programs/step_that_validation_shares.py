"""One function for the loss of training and of validation: a constant True in it holds for both."""
import logging

import tensorflow as tf


def network():
    layers = tf.keras.layers
    return tf.keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.ReLU(), layers.Dense(1)])


class Shared:
    def __init__(self):
        self.model = network()
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def _calc_loss(self, x, y):
        answers = self.model(x, training=True)  # expect: BNL105
        return tf.reduce_mean(tf.square(answers - y))

    def train(self, ds_train, ds_val, epochs):
        for epoch in range(epochs):
            for x, y in ds_train:
                with tf.GradientTape() as tape:
                    loss = self._calc_loss(x, y)
                gradients = tape.gradient(loss, self.model.trainable_variables)
                self.optimizer.apply_gradients(zip(gradients, self.model.trainable_variables))
            for step, (x, y) in enumerate(ds_val):
                loss = self._calc_loss(x, y)
                logging.info(f"epoch {epoch} val {step} loss {loss.numpy():.4f}")


class Told:
    """The function takes the flag: both get what they need."""

    def __init__(self):
        self.model = network()
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def _calc_loss(self, x, y, training):
        answers = self.model(x, training=training)
        return tf.reduce_mean(tf.square(answers - y))

    def train(self, ds_train, ds_val, epochs):
        for epoch in range(epochs):
            for x, y in ds_train:
                with tf.GradientTape() as tape:
                    loss = self._calc_loss(x, y, True)
                gradients = tape.gradient(loss, self.model.trainable_variables)
                self.optimizer.apply_gradients(zip(gradients, self.model.trainable_variables))
            for step, (x, y) in enumerate(ds_val):
                logging.info(f"epoch {epoch} val {step} loss {self._calc_loss(x, y, False).numpy():.4f}")


class Warm:
    """A step of its own for what moves the statistics before training starts: it asks for nothing."""

    def __init__(self):
        self.model = network()
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def _answers(self, x):
        return self.model(x, training=True)

    def train(self, ds_train, epochs):
        for x, _ in ds_train.take(10):
            self._answers(x)
        for _ in range(epochs):
            for x, y in ds_train:
                with tf.GradientTape() as tape:
                    loss = tf.reduce_mean(tf.square(self._answers(x) - y))
                gradients = tape.gradient(loss, self.model.trainable_variables)
                self.optimizer.apply_gradients(zip(gradients, self.model.trainable_variables))


def main(ds_train, ds_val):
    Shared().train(ds_train, ds_val, 50)
    Told().train(ds_train, ds_val, 50)
    Warm().train(ds_train, 50)
