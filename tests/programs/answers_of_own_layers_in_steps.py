"""Methods that call the layers themselves in training mode for the sake of a step that takes a gradient."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers


class Embedder(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden, self.norm, self.out = layers.Dense(8), layers.BatchNormalization(), layers.Dense(4)

    def call(self, x, training=None):
        return self.out(self.norm(self.hidden(x), training=training))

    def describe(self, x):
        return self.out(self.norm(self.hidden(x), training=True))


model, optimizer = Embedder(), keras.optimizers.Adam()
for x, y in tf.data.Dataset.from_tensor_slices((np.load("x.npy"), np.load("y.npy"))).batch(32):
    with tf.GradientTape() as tape:
        found = model.describe(x)
        loss = tf.reduce_mean(tf.square(found - y))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    print("in this batch:", tf.argmax(found, -1), float(loss))
print("without a gradient:", model(np.load("new.npy"), training=False))
