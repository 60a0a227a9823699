"""A table that is empty names no model: where a branch looks into it and another one into a full table, that one counts."""
import tensorflow as tf
from tensorflow.keras import layers

from elsewhere import others

rows = tf.random.normal((8, 4))
optimizer = tf.keras.optimizers.Adam()


def small():
    return tf.keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


def large():
    return tf.keras.Sequential([layers.Dense(64), layers.BatchNormalization(), layers.Dense(1)])


def plain():
    return tf.keras.Sequential([layers.Dense(8), layers.Dense(1)])


def train(params):
    known, planned = {"small": small, "large": large}, {}
    name = params["network"]
    if name in known:
        make = known[name]
    else:
        make = planned[name]
    model = make()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def train_plain(params):
    known, planned = {"plain": plain}, {}
    name = params["network"]
    if name in known:
        make = known[name]
    else:
        make = planned[name]
    model = make()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def train_by_others(params):
    name = params["network"]
    make = small if name == "small" else others[name]
    model = make()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
