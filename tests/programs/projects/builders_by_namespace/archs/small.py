import tensorflow as tf

__all__ = ["small"]


def small(classes):
    return tf.keras.Sequential([tf.keras.layers.Dense(classes)])
