"""Layers and networks under names of which nobody knows the end, or anything: what all candidates do is still said."""
import sys

import numpy as np
import tensorflow as tf


class Stack(tf.keras.Model):
    def __init__(self, depth):
        super().__init__()
        self.depth = depth
        for i in range(depth):
            setattr(self, f"dense{i}", tf.keras.layers.Dense(4))
            setattr(self, f"bn{i}", tf.keras.layers.BatchNormalization())

    def call(self, x, training=None):
        for i in range(self.depth):
            x = getattr(self, f"dense{i}")(x)
            x = getattr(self, f"bn{i}")(x, training=training)
        return x


class Plain(tf.keras.Model):
    """One of two: both hold BN."""

    def __init__(self, depth):
        super().__init__()
        self.bn = tf.keras.layers.BatchNormalization()

    def call(self, x, training=None):
        return self.bn(x, training=training)


class Without:
    """The candidates of this family differ."""

    def __init__(self):
        self.model_bn = tf.keras.Sequential([tf.keras.layers.BatchNormalization()])
        self.model_ln = tf.keras.Sequential([tf.keras.layers.LayerNormalization()])


stack = Stack(len(sys.argv) + 1)
chosen = globals()[sys.argv[1] if len(sys.argv) > 1 else "Plain"](2)
some = getattr(Without(), "model_" + (sys.argv[2] if len(sys.argv) > 2 else "ln"))
mapped = tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])
right = tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])


def train(network, rows, optimizer):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(rows) ** 2)  # expect: BNL102
    weights = network.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def train_each(batches, optimizer):
    with tf.GradientTape() as tape:
        outputs = list(map(mapped, batches))  # expect: BNL102
        outputs += list(map(lambda rows: right(rows, training=True), batches))
        loss = sum(tf.reduce_mean(output**2) for output in outputs)
    weights = mapped.trainable_variables + right.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


data = np.random.normal(3, 2, (16, 4)).astype("float32")
train(stack, data, tf.keras.optimizers.SGD(0.01))
train(chosen, data, tf.keras.optimizers.SGD(0.01))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(some(data) ** 2)
tf.keras.optimizers.SGD(0.01).apply_gradients(
    zip(tape.gradient(loss, some.trainable_variables), some.trainable_variables)
)
train_each([data, data], tf.keras.optimizers.SGD(0.01))
for network in (stack, chosen, mapped, right):
    print(network(data, training=False)[0])
