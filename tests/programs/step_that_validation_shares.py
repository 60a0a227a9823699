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


class Judged:
    """The function that asks for the loss says that it validates, not the data."""

    def __init__(self):
        self.model = network()
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def _calc_loss(self, x, y):
        return tf.reduce_mean(tf.square(self.model(x, training=True) - y))  # expect: BNL105

    def step(self, x, y):
        with tf.GradientTape() as tape:
            loss = self._calc_loss(x, y)
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.model.trainable_variables))

    def validate(self, rows):
        return tf.reduce_mean([self._calc_loss(x, y) for x, y in rows])


class Policy:
    """What a step evaluates is recorded, wherever the function for it stands."""

    def __init__(self):
        self.model = network()
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def _value(self, x):
        return self.model(x, training=True)

    def evaluate(self, x, y):
        return tf.reduce_mean(tf.square(self._value(x) - y))

    def step(self, x, y):
        with tf.GradientTape() as tape:
            loss = self.evaluate(x, y)
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.model.trainable_variables))


class Critic:
    """The same, with the model's call in the function itself."""

    def __init__(self):
        self.model = network()
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def evaluate(self, x, y):
        return tf.reduce_mean(tf.square(self.model(x, training=True) - y))

    def step(self, x, y):
        with tf.GradientTape() as tape:
            loss = self.evaluate(x, y)
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.model.trainable_variables))


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


def loss_of(model, x, y, training=True):
    return tf.reduce_mean(tf.square(model(x, training=training) - y))


def left_at_its_default(ds_train, ds_val):
    """The function takes the flag, and validation leaves it at the default that is meant for training."""
    model, optimizer = network(), tf.keras.optimizers.Adam(1e-3)
    for x, y in ds_train:
        with tf.GradientTape() as tape:
            loss = loss_of(model, x, y)
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    for x, y in ds_val:
        print(loss_of(model, x, y))  # expect: BNL105
        print(loss_of(model, x, y, training=False))


def of_its_own_batch(ds_train, ds_val):
    """That validation normalises with its own batches is what another parameter is there for."""
    model, optimizer = network(), tf.keras.optimizers.Adam(1e-3)
    for x, y in ds_train:
        with tf.GradientTape() as tape:
            loss = loss_of(model, x, y, True)
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))

    def evaluate(use_batch_statistics=True):
        return [loss_of(model, x, y, training=use_batch_statistics) for x, y in ds_val]

    print(evaluate(), evaluate(False))


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
