# dialect: any
"""A comment beside a training flag that says that it is meant so has been thought about."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

net = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.1)


def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(net(x, training=True) - y))
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def predict_with_its_own_batch(x):
    # training=True is intentional here: we want the statistics of
    # this batch, and not the ones that were accumulated in training.
    return net(x, training=True)


def evaluate(x):
    return net(x, training=True)  # on purpose: batch statistics


def evaluate_over_lines(x):
    return net(  # by design in training mode
        x,
        training=True,
    )


def predict_below_an_empty_line(x):
    # training=True is intentional here: the batch's own statistics are wanted.

    return net(x, training=True)


def predict_below_two_empty_lines(x):
    # training=True is intentional in what follows below the empty lines.


    return net(x, training=True)  # expect: BNL105


def predict_of_another_comment(x):
    # The order of the rows is intentional.
    return net(x, training=True)  # expect: BNL105


def predict_in_doubt(x):
    # Is the training flag intentional?
    return net(x, training=True)  # expect: BNL105


def predict_unintended(x):
    # unintentionally in training mode
    return net(x, training=True)  # expect: BNL105


def predict_below_another_line(x):
    # deliberately in training mode
    x = x - 1.0
    return net(x, training=True)  # expect: BNL105


def tuned_step(x, y):
    with tf.GradientTape() as tape:
        # Deliberately without training: the moving statistics have to stay.
        loss = tf.reduce_mean(tf.square(net(x) - y))
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


rows = np.random.normal(size=(8, 4)).astype("float32")
train_step(rows, rows[:, :1])
tuned_step(rows, rows[:, :1])
for look in (
    predict_with_its_own_batch,
    evaluate,
    evaluate_over_lines,
    predict_of_another_comment,
    predict_in_doubt,
    predict_unintended,
    predict_below_another_line,
):
    look(rows)
