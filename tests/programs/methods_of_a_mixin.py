"""A class beside Keras's own gives a model its methods; behind Keras's own it cannot."""
import abc
from typing import Generic, TypeVar

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

Unit = TypeVar("Unit")


class Stepping:
    def train_step(self, data):
        depth, rate = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self(depth) - rate) ** 2)  # expect: BNL102
        variables = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return {"loss": loss}


class Scoring:
    def test_step(self, data):
        depth, rate = data
        return {"loss": tf.reduce_mean((self(depth, training=True) - rate) ** 2)}  # expect: BNL105


class Logging:
    def train_step(self, data):
        return {**super().train_step(data), "depth": tf.reduce_mean(data[0])}


class Thaw(Logging, Stepping, Scoring, keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.out = layers.BatchNormalization(), layers.Dense(1)

    def call(self, inputs, training=None):
        return self.out(self.norm(inputs, training=training))


class Hidden(keras.Model, Stepping):
    """Keras's own step comes first."""

    def __init__(self):
        super().__init__()
        self.norm, self.out = layers.BatchNormalization(), layers.Dense(1)

    def call(self, inputs, training=None):
        return self.out(self.norm(inputs, training=training))


class Features:
    def features(self, inputs):
        return self.norm(inputs)


class Forward(Features, abc.ABC, Generic[Unit]):
    def call(self, inputs):  # expect[3]: BNL103
        return self.out(self.features(inputs))


class Melt(
    Forward[int],
    keras.Model,
):
    def __init__(self):
        super().__init__()
        self.norm, self.out = layers.BatchNormalization(), layers.Dense(1)


class Careful(Generic[Unit]):
    def call(self, inputs, training=None):
        return self.out(self.norm(inputs, training=training))


class Flow(Careful[int], keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.out = layers.BatchNormalization(), layers.Dense(1)


depths, rates = np.random.rand(64, 4).astype("float32"), np.random.rand(64, 1).astype("float32")
for kind in (Thaw, Hidden, Melt, Flow):
    model = kind()
    model.compile("sgd", "mse")
    model.fit(depths, rates, epochs=2, verbose=0)
    model.evaluate(depths, rates, verbose=0)
