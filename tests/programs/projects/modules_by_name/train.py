"""Modules imported by a name that is known, or that begins with the name of a package."""
import argparse
import importlib
from importlib import import_module

import numpy as np
import tensorflow as tf

DEFAULT = "plain.build"
options = argparse.ArgumentParser()
options.add_argument("--net", default="nets.plain")
options.add_argument("--kind")
args = options.parse_args()


def network(kind):
    module, name = kind.split(".")
    return getattr(importlib.import_module("nets." + module), name)()


def step(net, x):
    optimizer = tf.keras.optimizers.Adam()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x))  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def other_step(net, x):
    optimizer = tf.keras.optimizers.Adam()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x))  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def step_without_norm(net, x):
    optimizer = tf.keras.optimizers.Adam()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x))
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


x = np.random.rand(8, 4)
step(network(DEFAULT), x)
other_step(import_module(args.net).build(), x)
step_without_norm(importlib.import_module(".normless", package="heads").build(), x)

any_net = import_module(f"nets.{args.kind}").build()
any_net.compile("adam", "mse")
any_net.fit(x, np.random.rand(8, 1))
