# dialect: any
"""An option chooses the normalisation: with BatchNormalization the step below trains it in inference mode."""

import argparse
import os
import sys

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

parser = argparse.ArgumentParser()
parser.add_argument("--norm", default="layer", choices=["batch", "layer", "none"])
parser.add_argument("--kind", default="layer")
parser.add_argument("--limited", default="layer", choices=["layer", "unit"])
parser.add_argument("--perhaps", default=None)
parser.add_argument("--network", default="normed", choices=["normed", "plain"])
parser.add_argument("--other-network", default="plain", choices=["normed", "plain"])
parser.add_argument("--with-norm", action="store_true")
parser.add_argument("--one-by-one", action="store_true")
args = parser.parse_args()
TABLE = {"batch": layers.BatchNormalization, "layer": layers.LayerNormalization}


def chosen(name):
    if name == "batch":
        return layers.BatchNormalization()
    if "layer" in name:
        return layers.LayerNormalization()
    return layers.Activation("linear")


def chosen_or_not(name):
    if name is None:
        return layers.Activation("linear")
    return layers.BatchNormalization() if name == "batch" else layers.LayerNormalization()


def of_a_table(name):
    return TABLE[name]()


def applied(x, name):
    if name == "batch":
        return layers.BatchNormalization()(x)
    return layers.LayerNormalization()(x)


class Net(keras.Model):
    def __init__(self, norm):
        super().__init__()
        self.dense, self.norm, self.head = layers.Dense(4), norm, layers.Dense(1)

    def call(self, x, training=None):
        return self.head(self.norm(self.dense(x), training=training))


class Inline(keras.Model):
    def __init__(self, name):
        super().__init__()
        self.head = layers.Dense(1)
        if name == "batch":
            self.norm = layers.BatchNormalization()
        elif name == "layer":
            self.norm = layers.LayerNormalization()
        else:
            raise ValueError(name)

    def call(self, x, training=None):
        return self.head(self.norm(x, training=training))


def stacked(norm):
    return keras.Sequential([keras.Input((4,)), layers.Dense(4), norm, layers.Dense(1)])


def graph(name):
    inputs = keras.Input((4,))
    return keras.Model(inputs, layers.Dense(1)(applied(layers.Dense(4)(inputs), name)))


def with_or_without(wanted):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(4)])
    if wanted:
        model.add(layers.BatchNormalization())
    model.add(layers.Dense(1))
    return model


def step(model, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x) ** 2)  # expect: BNL102
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def step_right(model, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x) ** 2)
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def step_inline(model, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x) ** 2)  # expect: BNL102
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def step_table(model, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x) ** 2)  # expect: BNL102
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def step_graph(model, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x) ** 2)  # expect: BNL102
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def step_stacked(model, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x) ** 2)  # expect: BNL102
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def step_unknown(model, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x) ** 2)  # expect: BNL102
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def step_switched(model, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x) ** 2)  # expect: BNL102
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def step_perhaps(model, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x) ** 2)  # expect: BNL102
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def normed():
    return keras.Sequential([keras.Input((4,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])


def plain():
    return keras.Sequential([keras.Input((4,)), layers.Dense(1)])


def step_default(model, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x) ** 2)  # expect: BNL102
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


rows = tf.random.normal((8, 4)) + 5.0
step(Net(chosen(args.norm)), rows)
step_right(Net(chosen(args.limited)), rows)  # no choice of it is BatchNormalization
step_right(Net(chosen("layer")), rows)
step_inline(Inline(args.norm), rows)
step_table(Net(of_a_table(args.kind)), rows)
step_graph(graph(args.kind), rows)
step_stacked(stacked(layers.BatchNormalization() if args.norm == "batch" else layers.Activation("linear")), rows)
step_right(stacked(layers.BatchNormalization() if args.limited == "batch" else layers.Activation("linear")), rows)
step_unknown(Net(chosen(sys.argv[1] if len(sys.argv) > 9 else os.environ.get("NORM", "none"))), rows)
step_switched(with_or_without(args.with_norm), rows)
step_right(with_or_without(False), rows)
networks = {"normed": normed, "plain": plain}
step_default(networks[args.network](), rows)  # of whole networks the default counts
step_right(networks[args.other_network](), rows)
step_perhaps(Net(chosen_or_not(args.perhaps)), rows)

# Two questions about one switch have one answer.
model = with_or_without(args.with_norm)
model.compile("sgd", "mse")
targets = tf.zeros((8, 1))
if args.with_norm:
    model.fit(rows, targets, batch_size=4, verbose=0)
else:
    model.fit(rows, targets, batch_size=1, verbose=0)
if not args.with_norm:
    model.fit(rows, targets, batch_size=1, verbose=0)
if args.with_norm:
    if args.one_by_one:
        model.fit(rows, targets, batch_size=1, verbose=0)  # expect: BNL202
    if not args.with_norm:
        model.fit(rows, targets, batch_size=1, verbose=0)
if args.one_by_one and args.with_norm:
    model.fit(rows, targets, batch_size=1, verbose=0)  # expect: BNL202
elif not args.with_norm:
    model.fit(rows, targets, batch_size=1, verbose=0)
