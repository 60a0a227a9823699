"""Which model it is says a name that nobody knows here; all of them hold BN, one builds it only in ``build``."""

import os

import keras
import tensorflow as tf


class Block(keras.layers.Layer):
    def build(self, shape):
        self.dense = keras.layers.Dense(8)
        self.norm = keras.layers.BatchNormalization()
        super().build(shape)

    def call(self, x):
        return self.norm(self.dense(x))


class Deep(keras.Model):
    def __init__(self):
        super().__init__()
        self.blocks = keras.Sequential([Block() for _ in range(3)])

    def call(self, x):
        return self.blocks(x)


def wide():
    inputs = keras.Input((4,))
    return keras.Model(inputs, Block()(inputs))


def plain():
    return keras.Sequential([keras.layers.Dense(8), keras.layers.BatchNormalization()])


name = os.environ["NETWORK"] if len(os.environ) > 1000 else os.path.basename("nets/wide")
if name == "wide":
    model = wide()
elif name == "plain":
    model = plain()
elif name == "deep":
    model = Deep()
optimizer = keras.optimizers.Adam()
for batch in tf.random.normal((3, 16, 4)):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
