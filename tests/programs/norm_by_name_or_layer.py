"""A layer that takes its norm by name or as a layer, and makes it when it is built."""

import tensorflow as tf
from tensorflow.keras import layers


class Norm(layers.Layer):
    def __init__(self, norm, **options):
        super().__init__(**options)
        self.norm = norm

    def build(self, input_shape):
        self.norm = self.chosen(self.norm)
        self.built = True

    def call(self, inputs):
        return self.norm(inputs)

    def chosen(self, norm):
        if hasattr(norm, "__call__"):
            return norm
        if norm in {"bn", "batch"}:
            return layers.BatchNormalization()
        if norm == "ln":
            return layers.LayerNormalization()
        raise ValueError(norm)


class Block(tf.keras.Model):
    def __init__(self, units, norm=None):
        super().__init__()
        self.dense = layers.Dense(units)
        self.norm = (norm() if callable(norm) else Norm(norm)) if norm else None

    def call(self, inputs):
        x = self.dense(inputs)
        return self.norm(x) if self.norm else x


class Trainer:
    def __init__(self, norm):
        self.model = tf.keras.Sequential([Block(8, norm), Block(4, norm), layers.Dense(1)])
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def step(self, x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.model(x)))  # expect: BNL102
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.model.trainable_variables))


class TrainerOfAnother:
    def __init__(self, norm):
        self.model = tf.keras.Sequential([Block(8, norm), Block(4, norm), layers.Dense(1)])
        self.optimizer = tf.keras.optimizers.Adam(1e-3)

    def step(self, x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.model(x)))
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.model.trainable_variables))


for _ in range(3):
    Trainer("bn").step(tf.random.normal((16, 4)))
    TrainerOfAnother("ln").step(tf.random.normal((16, 4)))
    TrainerOfAnother(layers.LayerNormalization).step(tf.random.normal((16, 4)))
