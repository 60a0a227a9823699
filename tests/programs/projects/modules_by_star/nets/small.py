"""Small networks."""

import tensorflow as tf
from tensorflow.keras import layers


def generator():
    inputs = tf.keras.Input((4,))
    return tf.keras.Model(inputs, layers.Dense(2)(layers.BatchNormalization()(layers.Dense(8)(inputs))))


def discriminator():
    inputs = tf.keras.Input((2,))
    return tf.keras.Model(inputs, layers.Dense(1)(inputs))
