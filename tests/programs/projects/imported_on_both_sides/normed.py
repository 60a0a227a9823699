"""A network with BN."""
import tensorflow as tf
from tensorflow.keras import layers


def build():
    return tf.keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


def bare():
    return tf.keras.Sequential([layers.Dense(8), layers.Dense(1)])
