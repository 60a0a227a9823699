"""A block that takes one tensor or a list of them: which it is decides the branch, and the graph goes on."""

import tensorflow as tf
from tensorflow.keras import Model
from tensorflow.keras.layers import *
from tensorflow.keras.optimizers import *


def up(x, width):
    if isinstance(x, list):
        x = concatenate(x)
    x = Conv2D(width, 3, padding="same")(x)
    return BatchNormalization()(x)


inputs = Input((16, 16, 3))
x = up(inputs, 8)
x = up([x, inputs], 8)
outputs = x if type(x) is list else Conv2D(3, 1)(x)
network = Model(inputs, outputs)
optimizer = Adam()
for batch in tf.random.normal((3, 4, 16, 16, 3)):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(batch))  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, network.trainable_variables), network.trainable_variables))
