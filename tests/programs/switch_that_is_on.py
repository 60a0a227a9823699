# dialect: any
"""A switch of the command line that is on unless somebody turns it off: what only runs without it may run, too."""

import argparse

import keras
import numpy as np


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-batching", dest="batching", action="store_false")
    parser.add_argument("--together", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--no-average", dest="average", action="store_false")
    return parser


def build(momentum):
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.BatchNormalization(momentum=momentum), keras.layers.Dense(1)]  # expect: BNL303
    )
    model.compile("adam", "mse")
    return model


def by_rows(options, x, y):
    model = build(0.99)
    if options.batching:
        model.fit(x, y, batch_size=32)
    else:
        model.fit(x, y, batch_size=1)  # expect: BNL202


def one_by_one(options, x, y):
    model = build(0.99)
    if not options.together:
        model.fit(x, y, batch_size=1)  # expect: BNL202
    else:
        model.fit(x, y, batch_size=32)


def latest(options, x, y):
    model = build(0.99 if options.average else 0.0)
    model.fit(x, y, batch_size=32)


def in_small_batches(options, x, y):
    model = build(0.99)
    if options.batching:
        model.fit(x, y, batch_size=32)
    else:
        model.fit(x, y, batch_size=16)


def settled(x, y):
    options = parse().parse_args([])
    model = build(0.99)
    if options.batching:
        model.fit(x, y, batch_size=32)
    else:
        model.fit(x, y, batch_size=1)


if __name__ == "__main__":
    chosen = parse().parse_args()
    rows, answers = np.random.rand(64, 4), np.random.rand(64)
    by_rows(chosen, rows, answers)
    one_by_one(chosen, rows, answers)
    latest(chosen, rows, answers)
    in_small_batches(chosen, rows, answers)
    settled(rows, answers)
