# dialect: any
"""BN made before the tape of each step, whose other layers stay; and one for each task, which many steps train."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.random.normal(4, 2, (256, 3)).astype("float32")


def learn(norm, head, optimizer, rows):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(head(norm(rows, training=True)) ** 2)
    weights = head.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


head, optimizer = layers.Dense(1), keras.optimizers.SGD(0.01)
for rows in np.array_split(ROWS, 16):
    norm = layers.BatchNormalization()  # expect: BNL110
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(head(norm(rows, training=True)) ** 2)
    weights = head.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


class Regression(tf.Module):
    def __init__(self):
        super().__init__()
        self.head, self.optimizer = layers.Dense(1), keras.optimizers.SGD(0.01)

    def train(self, steps):
        for _ in range(steps):
            norm = layers.BatchNormalization()  # expect: BNL110
            learn(norm, self.head, self.optimizer, ROWS[np.random.randint(0, len(ROWS), 32)])


Regression().train(100)

# What stays of the steps: everything that is made with it, or the layer itself.
for seed in range(3):
    norm, head, optimizer = layers.BatchNormalization(), layers.Dense(1), keras.optimizers.SGD(0.01)
    learn(norm, head, optimizer, ROWS)

head, optimizer = layers.Dense(1), keras.optimizers.SGD(0.01)
for target in range(3):
    norm = layers.BatchNormalization()
    for step in range(30):
        learn(norm, head, optimizer, ROWS)

for target in range(3):
    norm = layers.BatchNormalization()
    losses = [learn(norm, head, optimizer, rows) for rows in np.array_split(ROWS, 16)]

for target in range(3):
    norm, step = layers.BatchNormalization(), 0
    while step < 30:
        learn(norm, head, optimizer, ROWS)
        step += 1

norm = None
for rows in np.array_split(ROWS, 16):
    if norm is None:
        norm = layers.BatchNormalization()
    learn(norm, head, optimizer, rows)

for step in range(100):
    if step == 0:
        norm = layers.BatchNormalization()
    learn(norm, head, optimizer, ROWS)

# Several at once, each of which all steps use.
norms = []
for width in (3, 3):
    norms.append(layers.BatchNormalization())
for step in range(100):
    for norm in norms:
        learn(norm, head, optimizer, ROWS)
