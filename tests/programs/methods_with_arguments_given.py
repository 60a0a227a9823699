# dialect: any
"""Methods that are others with some arguments given, by functools: one for training, one for inference."""
import functools
from functools import partialmethod

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Net:
    def __init__(self):
        self.inner = keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
        self.optimizer = keras.optimizers.SGD(0.01)

    def run(self, x, training):
        return self.inner(x, training=training)

    learn = partialmethod(run, training=True)
    answer = functools.partialmethod(run, training=False)  # expect: BNL104


rows = tf.random.normal((32, 6)) + 4.0
right, wrong = Net(), Net()
for _ in range(100):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((right.learn(rows) - rows[:, :1]) ** 2)
    weights = right.inner.trainable_variables
    right.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((wrong.answer(rows) - rows[:, :1]) ** 2)
    weights = wrong.inner.trainable_variables
    wrong.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
print(right.answer(rows))
