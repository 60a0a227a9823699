"""Options that are off unless somebody turns them on, by whatever they are read: the norm behind them is read as well."""
import argparse
import optparse
import os

import click
import tensorflow as tf
import typer
from tensorflow.keras import layers

parser = argparse.ArgumentParser()
parser.add_argument("--norm", type=int, default=0)
parser.add_argument("--kind", default=None)
args = parser.parse_args()
older = optparse.OptionParser()
older.add_option("--norm", action="store_true", dest="norm", default=False)
options, words = older.parse_args()
optimizer = tf.keras.optimizers.Adam()
rows = tf.random.normal((8, 3))


def built(norm):
    model = tf.keras.Sequential([layers.Dense(3)])
    if norm:
        model.add(layers.BatchNormalization())
    return model


def built_of_kind(kind):
    parts = [layers.Dense(3)]
    if kind == "batch":
        parts.append(layers.BatchNormalization())
    return tf.keras.Sequential(parts)


def learn_by_number(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_by_kind(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_by_optparse(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_by_environment(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_by_word(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_by_cast(model):
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


learn_by_number(built(args.norm))
learn_by_kind(built_of_kind(args.kind))
learn_by_optparse(built(options.norm))
learn_by_environment(built(os.environ.get("NORM", "0") == "1"))
learn_by_word(built(os.getenv("NORM", "false").lower() == "true"))
learn_by_cast(built(bool(int(os.environ.get("USE_NORM", "0")))))

by_number, by_kind, by_environment = built(args.norm == 1), built_of_kind(args.kind), built(os.environ.get("NORM", "0") == "1")
if args.norm:
    learn_right(by_number)
else:
    learn_plain(by_number)
if args.kind == "batch":
    learn_right(by_kind)
else:
    learn_plain(by_kind)
if os.environ.get("NORM", "0") == "1":
    learn_right(by_environment)
else:
    learn_plain(by_environment)


@click.command()
@click.option("--norm", is_flag=True)
def main(norm):
    model = tf.keras.Sequential([layers.Dense(3)])
    if norm:
        model.add(layers.BatchNormalization())
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


main()

app = typer.Typer()


@app.command()
def train(norm: bool = typer.Option(False, "--norm")):
    model = tf.keras.Sequential([layers.Dense(3)])
    if norm:
        model.add(layers.BatchNormalization())
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


app()
