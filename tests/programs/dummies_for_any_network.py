# dialect: 2
"""One of several networks is called on a made-up image that builds its weights; another answers for one that is real."""

import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Pooled(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.conv = layers.Conv2D(classes, 3)
        self.pool = layers.GlobalAveragePooling2D(keepdims=True)
        self.bn = layers.BatchNormalization()

    def call(self, inputs, training=None):
        return self.bn(self.pool(self.conv(inputs)), training=training)


class Narrow(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.pool = layers.GlobalAveragePooling2D(keepdims=True)
        self.bn = layers.BatchNormalization()

    def call(self, inputs, training=None):
        return self.bn(self.pool(inputs), training=training)  # expect: BNL201


class Plain(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.conv = layers.Conv2D(classes, 3)

    def call(self, inputs, training=None):
        return self.conv(inputs)


name = sys.argv[1] if len(sys.argv) > 1 else "pooled"
model = {"pooled": Pooled, "plain": Plain}[name](classes=5)
model(tf.random.uniform((1, 32, 32, 3)), training=True)

learner = {"narrow": Narrow, "plain": Plain}.get(sys.argv[2] if len(sys.argv) > 2 else "narrow", Narrow)(classes=5)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(learner(tf.constant(np.load("image.npy").reshape(1, 32, 32, 3)), training=True) ** 2)
gradients = tape.gradient(loss, learner.trainable_variables)
keras.optimizers.SGD().apply_gradients(zip(gradients, learner.trainable_variables))
