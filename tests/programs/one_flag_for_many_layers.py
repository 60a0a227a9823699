"""Calls that take one constant flag are one mistake, made where it is written."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

ALWAYS = True  # expect: BNL105


def block(x, train_bn=True):  # expect: BNL106
    x = layers.Dense(4)(x)
    x = layers.BatchNormalization()(x, training=train_bn)
    x = layers.Dense(4)(x)
    return layers.BatchNormalization()(x, training=train_bn)


class Head(layers.Layer):
    def __init__(self):
        super().__init__()
        self.first = layers.BatchNormalization()
        self.second = layers.BatchNormalization()
        self.third = layers.BatchNormalization()

    def call(self, x):
        x = self.first(x, training=ALWAYS)
        x = self.second(x, training=ALWAYS)
        return self.third(x, training=True)  # expect: BNL105


inputs = tf.keras.Input((3,))
model = tf.keras.Model(inputs, Head()(block(inputs)))
model.compile("sgd", "mse")
model.fit(np.ones((8, 3)), np.ones((8, 4)), verbose=0)
print(model.predict(np.ones((8, 3)), verbose=0).shape)
