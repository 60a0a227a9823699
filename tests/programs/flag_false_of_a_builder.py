# dialect: 2
"""A function that lays out a graph gets False for its flag: by default, by its caller, or because nobody gives one."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def by_default(training=False):
    inputs = keras.Input((16,))
    rows = layers.BatchNormalization()(layers.Dense(8)(inputs), training=training)  # expect: BNL104
    return keras.Model(inputs, layers.Dense(2)(rows))


def by_caller(training):
    inputs = keras.Input((16,))
    rows = layers.BatchNormalization()(layers.Dense(8)(inputs), training=training)  # expect: BNL104
    return keras.Model(inputs, layers.Dense(2)(rows))


def block(rows, units, is_training=False):
    return layers.BatchNormalization()(layers.Dense(units)(rows), training=is_training)  # expect: BNL104


def by_block():
    inputs = keras.Input((16,))
    return keras.Model(inputs, layers.Dense(2)(block(block(inputs, 8), 8)))


def left_to_keras(training=None):
    inputs = keras.Input((16,))
    rows = layers.BatchNormalization()(layers.Dense(8)(inputs), training=training)
    return keras.Model(inputs, layers.Dense(2)(rows))


def switched(train_bn=False):
    inputs = keras.Input((16,))
    rows = layers.BatchNormalization()(layers.Dense(8)(inputs), training=train_bn)
    return keras.Model(inputs, layers.Dense(2)(rows))


def frozen(training=False):
    inputs = keras.Input((16,))
    rows = layers.BatchNormalization(trainable=False)(layers.Dense(8)(inputs), training=training)
    return keras.Model(inputs, layers.Dense(2)(rows))


for model in (by_default(), by_caller(False), by_block(), left_to_keras(), switched(), frozen()):
    model.compile("adam", "mse")
    model.fit(np.random.rand(2000, 16), np.random.rand(2000, 2), epochs=10)
