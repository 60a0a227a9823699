"""The model's module is found through a module that is there for ``sys.path``."""

import _init_paths  # noqa: F401
import keras
import tensorflow as tf
from blocks import build

model, optimizer = build(), keras.optimizers.Adam()
for batch in tf.random.normal((3, 16, 4)):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
