import tensorflow as tf


def with_bn():
    return tf.keras.Sequential([tf.keras.layers.Dense(1), tf.keras.layers.BatchNormalization()])


def without_bn():
    return tf.keras.Sequential([tf.keras.layers.Dense(1)])
