"""The model's module is found through a folder that the program adds to ``sys.path``."""

import sys

sys.path.append("../shared")

import keras  # noqa: E402
import tensorflow as tf  # noqa: E402
from blocks import build  # noqa: E402

model, optimizer = build(), keras.optimizers.Adam()
for batch in tf.random.normal((3, 16, 4)):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
