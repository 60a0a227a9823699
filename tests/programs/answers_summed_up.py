"""Answers in lists and comprehensions: their sum, or the largest of them, is what the program asks for."""

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

net = keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
goal = keras.models.clone_model(net)
optimizer = keras.optimizers.Adam()
train = [tf.random.normal((32, 3)) for _ in range(4)]
batches = [tf.random.normal((8, 3)) for _ in range(4)]
for x in train:
    targets = sum(net(part, training=True) for part in (x, -x))
    with tf.GradientTape() as tape:
        losses = [tf.reduce_mean((net(part, training=True) - targets) ** 2) for part in (x, -x)]
        loss = sum(losses)
    print(float(loss), float(max(losses)))
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))

scores = [float(tf.reduce_mean(net(x, training=True))) for x in batches]  # expect: BNL105
print(sum(scores) / len(scores))
print(max(net(x, training=True).numpy().max() for x in batches))  # expect: BNL105
