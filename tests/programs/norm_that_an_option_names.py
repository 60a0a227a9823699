"""An option names the norm, and none by default: who asks for batch normalization trains it in inference mode."""
import argparse

import numpy as np
import tensorflow as tf
from tensorflow import keras

parser = argparse.ArgumentParser()
parser.add_argument("--norm", default="none")
args = parser.parse_args()


def graph(use):
    inputs = keras.Input((4,))
    x = keras.layers.Dense(8)(inputs)
    if use:
        x = keras.layers.BatchNormalization()(x)
    return keras.Model(inputs, keras.layers.Dense(1)(x))


class Attribute(keras.Model):
    def __init__(self, use):
        super().__init__()
        self.dense = keras.layers.Dense(8)
        self.norm = keras.layers.BatchNormalization() if use else None

    def call(self, x, training=None):
        x = self.dense(x)
        return x if self.norm is None else self.norm(x, training=training)


class Listed(keras.Model):
    def __init__(self, use):
        super().__init__()
        self.blocks = [keras.layers.Dense(8)]
        if use:
            self.blocks.append(keras.layers.BatchNormalization())

    def call(self, x, training=None):
        for block in self.blocks:
            x = block(x, training=training) if isinstance(block, keras.layers.BatchNormalization) else block(x)
        return x


optimizer = keras.optimizers.SGD(0.01)
use_batch = args.norm == "batch"
one, two, three = graph(use_batch), Attribute(use_batch), Listed(use_batch)
rows = np.random.normal(3.0, 2.0, (32, 4)).astype("float32")
for _ in range(3):
    with tf.GradientTape(persistent=True) as tape:
        a = tf.reduce_mean(one(rows) ** 2)  # expect: BNL102
        b = tf.reduce_mean(two(rows) ** 2)  # expect: BNL102
        c = tf.reduce_mean(three(rows) ** 2)  # expect: BNL102
    for loss, net in ((a, one), (b, two), (c, three)):
        keras.optimizers.SGD(0.01).apply_gradients(
            zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
        )
