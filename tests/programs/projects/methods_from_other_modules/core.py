# dialect: any
"""A class whose methods other modules have: one is imported in its body, programs put in the others."""
import tensorflow as tf
from tensorflow.keras import layers


class Net:
    from steps import update as learn

    def __init__(self, width):
        inner = [layers.Dense(width), layers.BatchNormalization(), layers.Dense(1)]
        self.net = tf.keras.Sequential([layers.Input((4,)), *inner])
        self.optimizer = tf.keras.optimizers.Adam()


class Bare:
    def __init__(self, width):
        inner = [layers.Dense(width), layers.BatchNormalization(), layers.Dense(1)]
        self.net = tf.keras.Sequential([layers.Input((4,)), *inner])
        self.optimizer = tf.keras.optimizers.Adam()
