# dialect: any
"""Keras 3 on TensorFlow drops ``model.trainable = True`` where that is so already: what was frozen alone stays frozen."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

X, Y = np.random.normal(2.0, size=(32, 4)).astype("float32"), np.random.normal(size=(32, 1)).astype("float32")


def net():
    norm = layers.BatchNormalization(momentum=0.8)
    block = keras.Sequential([keras.Input((4,)), layers.Dense(4, use_bias=False), norm])
    return keras.Sequential([keras.Input((4,)), block, layers.Dense(1)]), block, norm


def learn(model, tape, loss):
    weights = model.trainable_variables
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


first, block, norm = net()
norm.trainable = False
first.trainable = True
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((first(X) - Y) ** 2)  # expect[2]: BNL102
learn(first, tape, loss)

# The assignment stops at a part that has the value, too.
second, block, norm = net()
second.trainable = False
block.trainable = True
norm.trainable = False
second.trainable = True
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((second(X) - Y) ** 2)  # expect[2]: BNL102
learn(second, tape, loss)

# Frozen as a whole, it thaws as a whole.
third, block, norm = net()
norm.trainable = False
third.trainable = False
third.trainable = True
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((third(X) - Y) ** 2)  # expect: BNL102
learn(third, tape, loss)

# Nor is frozen again what was thawed in it.
fourth, block, norm = net()
fourth.trainable = False
norm.trainable = True
fourth.trainable = False
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((fourth(X) - Y) ** 2)  # expect[3]: BNL102
learn(norm, tape, loss)

# Another value is another object, and gets through.
fifth, block, norm = net()
norm.trainable = False
fifth.trainable = 1
block.trainable = 1
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((fifth(X) - Y) ** 2)  # expect: BNL102
learn(fifth, tape, loss)
