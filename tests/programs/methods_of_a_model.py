# dialect: any
"""The forward pass is a method that ``call`` uses: where its flag comes from, and what ``model.call(...)`` runs."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

X, Y = np.random.normal(2.0, size=(32, 4)).astype("float32"), np.random.normal(size=(32, 2)).astype("float32")


class Other(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.out = layers.BatchNormalization(momentum=0.8), layers.Dense(2)

    def encode(self, x, is_training=False):
        return self.out(self.norm(x, training=is_training))

    def call(self, x, is_training=False):
        return self.encode(x, is_training=is_training)


class Usual(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.out = layers.BatchNormalization(momentum=0.8), layers.Dense(2)

    def encode(self, x, training):
        return self.out(self.norm(x, training=training))

    def call(self, x, training=None):
        return self.encode(x, training=training)


def learn(model, tape, loss):
    weights = model.trainable_variables
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


first, second, third, fourth = Other(), Other(), Usual(), Usual()
for model in (first, second, third, fourth):
    model(X)

with tf.GradientTape() as tape:
    loss = tf.reduce_mean((first(X) - Y) ** 2)  # expect: BNL102
learn(first, tape, loss)

with tf.GradientTape() as tape:
    loss = tf.reduce_mean((second(X, is_training=True) - Y) ** 2)
learn(second, tape, loss)

with tf.GradientTape() as tape:
    loss = tf.reduce_mean((third.call(X, training=False) - Y) ** 2)
learn(third, tape, loss)

with tf.GradientTape() as tape:
    loss = tf.reduce_mean((fourth.call(X, training=True) - Y) ** 2)
learn(fourth, tape, loss)
