import tensorflow as tf
from tensorflow.keras import layers


class Block(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x, training=False)  # expect: BNL104


def build():
    return tf.keras.Sequential([layers.Dense(8), Block(), layers.Dense(1)])
