"""A function that the training step shares with a comprehension: whose data that one runs over, its name says."""

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

net = keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
other = keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
optimizer = keras.optimizers.Adam()
train = [tf.random.normal((32, 3)) for _ in range(4)]
val = [tf.random.normal((32, 3)) for _ in range(4)]


def loss_of(x):
    return tf.reduce_mean(net(x, training=True) ** 2)  # expect: BNL105


def loss_so_far(x):
    return tf.reduce_mean(other(x, training=True) ** 2)


for x in train:
    with tf.GradientTape() as tape:
        loss = loss_of(x) + loss_so_far(x)
    weights = net.trainable_variables + other.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
history = [(loss_of(x) for x in val), [loss_so_far(x) for x in train]]
