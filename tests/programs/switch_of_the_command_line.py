"""A switch of the command line is off unless somebody turns it on: what it guards may run, and so may the rest."""

import argparse

import keras
import tensorflow as tf


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--single", action="store_true")
    parser.add_argument("--debug", default=False, type=bool)
    parser.add_argument("--batch", type=int, default=32)
    return parser.parse_args()


def settled():
    parser = argparse.ArgumentParser()
    parser.add_argument("--single", action="store_true")
    return parser.parse_args([])


def build():
    model = keras.Sequential([keras.Input((4,)), keras.layers.BatchNormalization(), keras.layers.Dense(4)])
    model.compile("adam", "mse")
    return model


def main(options, x, y):
    if options.single:
        build().fit(x, y, batch_size=1)  # expect: BNL202
    build().fit(x, y, batch_size=1) if options.debug else build().fit(x, y, batch_size=32)  # expect: BNL202
    build().fit(x, y, batch_size=options.batch)
    if options.batch == 1:
        build().fit(x, y, batch_size=1)


x, y = tf.random.normal((64, 4)), tf.zeros((64, 4))
main(parse(), x, y)
fixed = settled()
if fixed.single:
    build().fit(x, y, batch_size=1)
