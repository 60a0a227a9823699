"""Builders that nobody calls here: an input that is not known may be a KerasTensor, whatever it is combined with."""
import sys

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

table = tf.zeros((3, 5))


def projected(x):
    return layers.BatchNormalization()(tf.matmul(x, table))


def beside(x):
    return layers.BatchNormalization()(tf.concat([x, table], 0))


def contracted(x):
    return layers.BatchNormalization()(tf.einsum("ab,bc->ac", x, table))


def known():
    return layers.BatchNormalization()(tf.matmul(tf.ones((8, 3)), table))  # expect: BNL101


known()
reduced = layers.Conv2D(8, 32) if len(sys.argv) > 99 else layers.Conv2D(8, 3)
inputs = keras.Input((32, 32, 3))
model = keras.Model(inputs, layers.BatchNormalization()(reduced(inputs)))
model.compile("sgd", "mse")
model.fit(tf.zeros((4, 32, 32, 3)), tf.zeros((4, 30, 30, 8)), batch_size=1, verbose=0)
