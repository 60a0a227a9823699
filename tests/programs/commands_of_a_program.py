# dialect: any
"""Sub-commands of a command line: each runs its function with its own options, or is asked for by its name."""
import argparse

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def built(momentum=0.99):
    hidden = [layers.Dense(64), layers.BatchNormalization(momentum=momentum), layers.ReLU()]
    model = keras.Sequential([keras.Input((12,)), *hidden, layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def train(args):
    rows = np.load(args.data)["rows"]
    model = built()
    model.fit(rows, rows[:, 0], epochs=args.epochs, batch_size=args.batch)  # expect: BNL202
    model.save(args.model)


def tune(args):
    rows = np.load(args.data)["rows"]
    model = built()
    model.load_weights(args.model)
    model.fit(rows, rows[:, 0], epochs=args.epochs, batch_size=args.batch)


def predict(args):
    rows = np.load(args.data)["rows"]
    print(keras.models.load_model(args.model).predict(rows, batch_size=args.batch))


def bench(args):
    rows = np.load(args.data)["rows"]
    built().fit(rows, rows[:, 0], batch_size=args.rows)  # expect: BNL202


def retrain(args):
    rows = np.load(args.data)["rows"]
    built().fit(rows, rows[:, 0], batch_size=args.batch)  # expect: BNL202


def commands():
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--rows", type=int, default=1)
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="model.keras")
    several = parser.add_subparsers(dest="command", required=True)
    for name, function, batch in (("train", train, 1), ("tune", tune, 32), ("predict", predict, 1)):
        one = several.add_parser(name)
        one.add_argument("data")
        one.add_argument("--epochs", type=int, default=20)
        one.add_argument("--batch", type=int, default=batch)
        one.set_defaults(func=function)
    measured = several.add_parser("bench", parents=[common])
    measured.add_argument("data")
    measured.set_defaults(func=bench)
    return parser


def run_by_function():
    args = commands().parse_args()
    if hasattr(args, "func"):
        args.func(args)


def run_as_changed():
    parser = argparse.ArgumentParser()
    several = parser.add_subparsers(dest="command")
    one = several.add_parser("tune")
    one.add_argument("data")
    one.add_argument("--batch", type=int, default=1)
    one.set_defaults(func=tune)
    other = several.add_parser("predict")
    other.add_argument("data")
    other.add_argument("--batch", type=int, default=8)
    other.set_defaults(func=predict)
    args = parser.parse_args()
    args.batch = max(args.batch, 16)
    args.func(args)


def run_by_name(words=None):
    parser = argparse.ArgumentParser()
    parser.set_defaults(momentum=0.1)
    several = parser.add_subparsers(dest="command")
    trained = several.add_parser("train")
    trained.add_argument("data")
    trained.add_argument("--momentum", type=float, default=0.05)
    shown = several.add_parser("show")
    shown.add_argument("--width", type=int, default=80)
    args = parser.parse_args(words)
    if args.command == "train":
        rows = np.load(args.data)["rows"]
        norm = layers.BatchNormalization(momentum=args.momentum)  # expect: BNL303
        model = keras.Sequential([keras.Input((12,)), layers.Dense(64), norm, layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(rows, rows[:, 0], epochs=2)
        model.save("model.keras")
    elif args.command == "show":
        print("-" * args.width)


def run_in_two_steps():
    parser = argparse.ArgumentParser()
    several = parser.add_subparsers()
    of_models = several.add_parser("model").add_subparsers()
    for name, function, batch in (("retrain", retrain, 1), ("tune", tune, 32)):
        one = of_models.add_parser(name)
        one.add_argument("--batch", type=int, default=batch)
        one.set_defaults(func=function)
    args = parser.parse_args(["model", "tune"])
    args.func(args)
    of_data = several.add_parser(args.data)
    of_data.set_defaults(func=predict)
    args = parser.parse_args()
    args.func(args)


run_by_function()
run_in_two_steps()
run_as_changed()
run_by_name()
