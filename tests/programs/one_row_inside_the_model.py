# dialect: any
"""Nobody hands in a batch of one: the model itself makes one row of what it gets."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Summary(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()
        self.out = layers.Dense(1)

    def call(self, x, training=None):
        mean = tf.reduce_mean(x, axis=0, keepdims=True)
        mean = tf.ensure_shape(mean, (1, 4))
        return self.out(self.norm(tf.ones((1, 4)) * mean, training=training))  # expect: BNL201


model = Summary()
model.compile("sgd", "mse")
model.fit(tf.random.normal((32, 4)), tf.zeros((32, 1)), batch_size=8, verbose=0)
