"""A model class that another module makes a class of: what its ``call`` does is seen here."""
import tensorflow as tf


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(8)
        self.bn = tf.keras.layers.BatchNormalization()

    def call(self, inputs):  # expect[3]: BNL103
        return self.bn(self.dense(inputs))
