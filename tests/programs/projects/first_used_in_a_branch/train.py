"""The module with the network is imported by a first use inside a branch that ends; its names stay for the others."""

import argparse

import keras
import tensorflow as tf
from networks import build

parser = argparse.ArgumentParser()
parser.add_argument("--mode", required=True)


def step(network, batch, optimizer):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(batch))  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, network.trainable_variables), network.trainable_variables))


def main(mode, batches):
    if mode == "show":
        build(8).summary()
        return
    network = build(16)
    optimizer = keras.optimizers.Adam()
    for batch in batches:
        step(network, batch, optimizer)


main(parser.parse_args().mode, tf.random.normal((4, 2, 32, 32, 3)))
