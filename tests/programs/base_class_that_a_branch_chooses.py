"""A class below one of two models that a branch chooses is a model; below a model or something unknown, who knows."""

import importlib.util

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

HAS_WANDB = importlib.util.find_spec("wandb") is not None


class Plain(tf.keras.Model):
    def note(self, **values):
        print(values)


class Verbose(Plain):
    def note(self, **values):
        import wandb

        wandb.log(values)


Base = Verbose if HAS_WANDB else Plain


class Net(Base):
    def __init__(self):
        super().__init__()
        self.dense, self.norm, self.out = layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)

    def call(self, x, training=None):
        return self.out(self.norm(self.dense(x), training=training))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.keras.losses.mse(y, self(x)))  # expect: BNL102
        weights = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        self.note(loss=loss)
        return {"loss": loss}


if HAS_WANDB:
    from elsewhere import Wrapper as Either
else:
    Either = Plain


class Unclear(Either):
    def __init__(self):
        super().__init__()
        self.dense, self.norm, self.out = layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)

    def call(self, x, training=None):
        return self.out(self.norm(self.dense(x), training=training))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.keras.losses.mse(y, self(x)))
        weights = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return {"loss": loss}


x = np.random.randn(320, 3).astype("float32")
for model in (Net(), Unclear()):
    model.compile("adam")
    model.fit(x, x[:, :1], epochs=2)
