# dialect: any
"""Monte Carlo dropout asks a model in training mode again and again, and is meant so; an evaluation is not."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

net = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dropout(0.5)])
optimizer = keras.optimizers.SGD(0.1)


def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(net(x, training=True) - y))
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def valid_step_with_dropout(x, samples=5):
    outputs = [net(x, training=True) for _ in range(samples)]
    return tf.math.reduce_std(tf.stack(outputs), 0)


def predict_mc_dropout(x):
    return tf.stack([net(x, training=True) for _ in range(5)])


def valid_step(x):
    return net(x, training=True)  # expect: BNL105


rows = np.random.normal(size=(8, 4)).astype("float32")
train_step(rows, rows[:, :1])
for ask in (valid_step_with_dropout, predict_mc_dropout, valid_step):
    ask(rows)
