# dialect: 2
import tensorflow as tf
from tensorflow import keras


class Generator(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.Conv2D(64, 4, strides=4)
        self.second = keras.layers.Conv2D(128, 2, strides=2)
        self.norm = keras.layers.BatchNormalization()

    def call(self, x, training=None):
        x = self.second(tf.nn.leaky_relu(self.first(x)))
        return tf.nn.leaky_relu(self.norm(x, training=training))
