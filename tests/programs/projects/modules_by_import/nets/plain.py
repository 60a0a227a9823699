"""A network that a program finds by the name of its module."""
import tensorflow as tf

K = tf.keras


def build():
    return K.Sequential([K.layers.Dense(8), K.layers.BatchNormalization(), K.layers.Dense(1)])
