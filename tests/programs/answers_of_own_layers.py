"""Methods beside ``call`` that call the layers themselves in training mode: what becomes of what they return?"""

import keras
import numpy as np
import tensorflow as tf
from keras import layers


class Recognizer(keras.Model):
    def __init__(self):
        super().__init__()
        self.first, self.norm = layers.Conv1D(8, 5), layers.BatchNormalization()
        self.second, self.other = layers.Conv1D(8, 3), layers.BatchNormalization()
        self.out = layers.Dense(10)

    def call(self, x, training=None):
        x = tf.nn.relu(self.norm(self.first(x), training=training))
        x = tf.nn.relu(self.other(self.second(x), training=training))
        return self.out(tf.reduce_mean(x, 1))

    def look_up(self, x):
        x = tf.nn.relu(self.norm(self.first(x), training=True))  # expect: BNL105
        x = tf.nn.relu(self.other(self.second(x), training=True))  # expect: BNL105
        return tf.argmax(self.out(tf.reduce_mean(x, 1)), -1)

    def look_up_as_it_is(self, x):
        x = tf.nn.relu(self.norm(self.first(x), training=False))
        x = tf.nn.relu(self.other(self.second(x), training=False))
        return tf.argmax(self.out(tf.reduce_mean(x, 1)), -1)

    def refresh(self, x):
        """Nobody wants what comes out."""
        x = tf.nn.relu(self.norm(self.first(x), training=True))
        self.other(self.second(x), training=True)
        print("statistics of", len(x), "examples")


model = Recognizer()
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(np.load("x.npy"), np.load("y.npy"))
model.refresh(np.load("x.npy"))
print("here:", model.look_up(np.load("new.npy")))
print("there:", model.look_up_as_it_is(np.load("new.npy")))
