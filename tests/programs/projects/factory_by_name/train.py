"""Factories chosen by a name that nobody knows here: what any of them does is said, as of one that an option offers."""

import argparse

import keras
import networks
import tensorflow as tf

parser = argparse.ArgumentParser()
parser.add_argument("--network", required=True)
parser.add_argument("--norm", required=True)
args = parser.parse_args()

if args.network == "small":
    build = networks.small
elif args.network == "large":
    build = networks.large
else:
    raise NotImplementedError
table = {"small": networks.small, "large": networks.large}
mixed = {"small": networks.small, "bare": networks.bare}
norms = {"batch": keras.layers.BatchNormalization, "layer": keras.layers.LayerNormalization}
chosen, from_table, perhaps = build(1), table[args.network](1), mixed[args.network](1)
normalize = norms[args.norm](momentum=0.1)  # expect: BNL303


def update(model, batch, optimizer):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def update_perhaps(model, batch, optimizer):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


optimizers = [keras.optimizers.Adam() for _ in range(3)]
for batch in tf.random.normal((3, 16, 4)):
    update(chosen, batch, optimizers[0])
    update(from_table, batch, optimizers[1])
    update_perhaps(perhaps, batch, optimizers[2])
