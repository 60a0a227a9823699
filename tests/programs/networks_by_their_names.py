"""Networks that the command line names: they are looked up in the module, or by eval."""

import argparse

import tensorflow as tf
from tensorflow.keras import layers


def small(classes):
    return tf.keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(classes)])


def large(classes):
    return tf.keras.Sequential([layers.Dense(64), layers.BatchNormalization(), layers.Dense(classes)])


def plain(classes):
    return tf.keras.Sequential([layers.Dense(8), layers.Dense(classes)])


parser = argparse.ArgumentParser()
parser.add_argument("--network", default="small")
parser.add_argument("--other", default="large")
args = parser.parse_args()
optimizer = tf.keras.optimizers.Adam()
x, y = tf.random.normal((16, 4)), tf.zeros((16, 2))

by_name = globals()[args.network](2)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(by_name(x) - y))  # expect: BNL102
optimizer.apply_gradients(zip(tape.gradient(loss, by_name.trainable_variables), by_name.trainable_variables))

evaluated = eval(args.other)(2)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(evaluated(x) - y))  # expect: BNL102
optimizer.apply_gradients(zip(tape.gradient(loss, evaluated.trainable_variables), evaluated.trainable_variables))

without = globals()["plain"](2)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(without(x) - y))
optimizer.apply_gradients(zip(tape.gradient(loss, without.trainable_variables), without.trainable_variables))
