# dialect: 2
"""A ``tf.Module`` finds the weights of the layers that it holds, in lists, dicts and other modules."""
import sys

import tensorflow as tf
from tensorflow.keras import layers

BATCH = tf.random.normal((8, 3))


class Head(tf.Module):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(2)
        self.norm = layers.BatchNormalization()

    def __call__(self, x):
        return self.norm(self.dense(x))  # expect: BNL102


class Encoder(tf.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [layers.Dense(4), layers.ReLU()]
        self.heads = {"first": Head()}
        self.same_head = self.heads["first"]
        self.owner = self
        self.extra = layers.Dense(2) if len(sys.argv) > 1 else None
        self.width = 4

    def __call__(self, x):
        for block in self.blocks:
            x = block(x)
        return self.heads["first"](x)


encoder, optimizer = Encoder(), tf.keras.optimizers.SGD(0.1)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(encoder(BATCH) ** 2)
gradients = tape.gradient(loss, encoder.trainable_variables)
optimizer.apply_gradients(zip(gradients, encoder.trainable_variables))

other, dense, optimizer = Encoder(), layers.Dense(2), tf.keras.optimizers.SGD(0.1)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(dense(tf.stop_gradient(other(BATCH))) ** 2)
optimizer.apply_gradients(zip(tape.gradient(loss, dense.trainable_variables), dense.trainable_variables))
