"""Converters that build a graph with ``training=True`` to put weights into it: who asks that graph for an answer?"""
import argparse

import numpy as np
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras.utils import plot_model

parser = argparse.ArgumentParser()
parser.add_argument("output")
parser.add_argument("--weights_only", action="store_true")


def to_weights_alone(args, sections, stored):
    image = keras.Input((64, 64, 3))
    x, made, ends = image, [], []
    for section in sections:
        print("section", section, K.int_shape(x))
        if section.startswith("route"):
            parts = [made[i] for i in (0, 1)]
            x = keras.layers.Concatenate()(parts) if len(parts) > 1 else parts[0]
        else:
            x = keras.layers.Conv2D(8, 3, padding="same", use_bias=False)(x)
            x = keras.layers.BatchNormalization()(x, training=True)
        made.append(x)
        ends.append(len(made) - 1)
    model = keras.Model(image, [made[i] for i in ends])
    model.set_weights(stored)
    print(model.summary())
    plot_model(model, to_file="model.png")
    model.save_weights(args.output)


def to_weights_or_a_model(args, stored):
    image = keras.Input((64, 64, 3))
    x = keras.layers.Conv2D(8, 3, use_bias=False)(image)
    x = keras.layers.BatchNormalization()(x, training=True)
    model = keras.Model(image, x)
    model.set_weights(stored)
    if args.weights_only:
        model.save_weights(args.output)
    else:
        model.save(args.output)


def to_a_model(args, stored):
    image = keras.Input((64, 64, 3))
    x = keras.layers.Conv2D(8, 3, use_bias=False)(image)
    x = keras.layers.BatchNormalization()(x, training=True)  # expect: BNL106
    model = keras.Model(image, x)
    model.set_weights(stored)
    if args.weights_only:
        print("all of it is saved")
    else:
        model.save(args.output)


def to_weights_and_a_model(args, stored):
    image = keras.Input((64, 64, 3))
    x = keras.layers.BatchNormalization()(image, training=True)  # expect: BNL106
    model = keras.Model(image, x)
    model.set_weights(stored)
    model.save_weights(args.output)
    model.save("model.keras")


def to_weights_with_a_list_for_others(args, sections):
    image = keras.Input((64, 64, 3))
    x, made = image, []
    for _ in sections:
        x = keras.layers.BatchNormalization()(x, training=True)  # expect: BNL106
        made.append(x)
    model = keras.Model(image, x)
    model.save_weights(args.output)
    return made


def main(args):
    stored = [np.load(name) for name in ("a.npy", "b.npy")]
    to_weights_alone(args, ["convolutional_0", "convolutional_1", "route_0"], stored)
    to_weights_or_a_model(args, stored)
    to_a_model(args, stored)
    to_weights_and_a_model(args, stored)
    print(to_weights_with_a_list_for_others(args, ["a", "b"]))


if __name__ == "__main__":
    main(parser.parse_args())
