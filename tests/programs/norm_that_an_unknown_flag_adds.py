"""The program asks its user for BatchNormalization: whoever wants it trains it wrongly. What else asks may know that."""
import sys

import tensorflow as tf
import yaml
from tensorflow.keras import layers

with open("settings.yml") as file:
    settings = yaml.safe_load(file)
wanted = len(sys.argv) > 2
optimizer = tf.keras.optimizers.Adam()
rows = tf.random.normal((8, 3))


def of_a_list(norm):
    parts = [layers.Dense(3)]
    if norm:
        parts.append(layers.BatchNormalization())
    return tf.keras.Sequential(parts)


def one_by_one(norm):
    model = tf.keras.Sequential([layers.Dense(3)])
    if norm:
        model.add(layers.BatchNormalization())
    model.add(layers.Dense(3))
    return model


def of_a_graph(norm):
    inputs = tf.keras.Input((3,))
    x = layers.Dense(3)(inputs)
    if norm:
        x = layers.BatchNormalization()(x)
    return tf.keras.Model(inputs, x)


def without_norm(noisy):
    parts = [layers.Dense(3)]
    if noisy:
        parts.append(layers.GaussianNoise(0.1))
    return tf.keras.Sequential(parts)


def learn(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_one_by_one(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_graph(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_right(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows, training=True) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_plain(model):
    """It gets no normalised model: who calls it has asked."""
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


learn(of_a_list(wanted))
learn_one_by_one(one_by_one(settings["norm"]))
learn_graph(of_a_graph(sys.argv[1] == "norm"))
learn_plain(without_norm(wanted))

several = of_a_list(wanted), one_by_one(settings["norm"]), of_a_graph(settings["kind"] == "batch")
if wanted:
    learn_right(several[0])
else:
    learn_plain(several[0])
if not settings["norm"]:
    learn_plain(several[1])
else:
    learn_right(several[1])
if settings["kind"] == "batch":
    learn_right(several[2])
else:
    learn_plain(several[2])


def listed(norm):
    return tf.keras.Sequential([layers.Dense(3), *([layers.BatchNormalization()] if norm else []), layers.Dense(1)])


def learn_listed(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


learn_listed(listed(wanted))
parts = [layers.Dense(3)] + ([] if settings["plain"] else [layers.Dropout(0.1)]) + [layers.Dense(1)]
learn_plain(tf.keras.Sequential(parts))
