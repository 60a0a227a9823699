"""A network that has learnt is asked about one row in training mode: that mode is wrong there, whatever the batch."""
import numpy as np
import tensorflow as tf
from tensorflow import keras

layers = keras.layers
x = np.random.normal(3.0, size=(320, 4)).astype("float32")


def make():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


net = make()
net.compile("adam", "mse")
net.fit(x, x[:, :1], batch_size=32)


def answer(text):
    row = np.array([float(word) for word in text.split(",")], "float32")[None]
    return str(net(row, training=True).numpy())  # expect: BNL105


print(answer("1, 2, 3, 4"))

learner = make()
optimizer = keras.optimizers.Adam()
for row in x:
    one = row[None]  # expect: BNL202
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(learner(one, training=True) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, learner.trainable_weights), learner.trainable_weights))
