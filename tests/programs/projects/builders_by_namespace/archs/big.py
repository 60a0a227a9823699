import tensorflow as tf

__all__ = ["big"]


def big(classes):
    layers = [tf.keras.layers.Dense(8), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(classes)]
    return tf.keras.Sequential(layers)
