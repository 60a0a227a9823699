"""Losses of training steps that are logged, written and gathered: nobody asks for an answer there."""
import csv

import tensorflow as tf
import wandb
from tensorflow import keras

layers = keras.layers
net = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
optimizer = keras.optimizers.Adam()
data = tf.data.Dataset.from_tensor_slices(tf.random.normal((320, 4), 3.0)).batch(32)
losses = []

with open("losses.csv", "w") as file:
    table = csv.writer(file)
    for batch in data:
        with tf.GradientTape() as tape:
            errors = net(batch, training=True) ** 2
            loss = tf.reduce_mean(errors)
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_weights), net.trainable_weights))
        losses.extend(errors.numpy().ravel())
        table.writerow([float(loss)])
        wandb.log({"loss": float(loss)})
print(sum(losses))
