"""Modules imported by a name that is put together: a package and a relative name, templates, parts of a list."""
import argparse
import importlib
import sys

import tensorflow as tf

options = argparse.ArgumentParser()
options.add_argument("--net", required=True)
args = options.parse_args()
optimizer = tf.keras.optimizers.Adam()


def apply(tape, loss, net):
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def relative(x):
    net = importlib.import_module(".plain", package="zoo.nets").build()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x))  # expect: BNL102
    apply(tape, loss, net)


def above(x):
    net = importlib.import_module("..nets.plain", "zoo.tools").build()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x))  # expect: BNL102
    apply(tape, loss, net)


def chosen_below(x):
    net = importlib.import_module("." + args.net, package="zoo.nets").build()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x))  # expect: BNL102
    apply(tape, loss, net)


def template(x):
    net = importlib.import_module("{}.{}".format("zoo.nets", args.net)).build()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x))  # expect: BNL102
    apply(tape, loss, net)


def percent(x):
    net = importlib.import_module("%s.%s" % ("zoo.nets", args.net)).build()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x))  # expect: BNL102
    apply(tape, loss, net)


def joined(x):
    name = ".".join(["zoo", "nets", args.net])
    net = importlib.import_module(name).build()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x))  # expect: BNL102
    apply(tape, loss, net)


def in_the_table(x):
    __import__("zoo.nets.plain")
    net = sys.modules["zoo.nets.plain"].build()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x))  # expect: BNL102
    apply(tape, loss, net)


def build_small():
    return tf.keras.Sequential([tf.keras.layers.Dense(2), tf.keras.layers.BatchNormalization()])


def of_this_module(x):
    net = getattr(sys.modules[__name__], "build_" + "small")()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x))  # expect: BNL102
    apply(tape, loss, net)


def told(x):
    net = importlib.import_module(".{}".format(args.net), package="zoo.nets").build()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x, training=True))
    apply(tape, loss, net)


def unknown(x, name):
    net = importlib.import_module(name + ".plain").build()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x))
    apply(tape, loss, net)


def main(x):
    for step in (relative, above, chosen_below, template, percent, joined, in_the_table, of_this_module, told):
        step(x)
    unknown(x, args.net)
