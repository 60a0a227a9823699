import keras
import tensorflow as tf


def step(model, batch):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
    weights = model.trainable_variables
    keras.optimizers.Adam().apply_gradients(zip(tape.gradient(loss, weights), weights))
