"""Phases that commands name are read, others are not; an option that is on is off where a command says so."""

import argparse

import keras
import tensorflow as tf

parser = argparse.ArgumentParser()
parser.add_argument("--phase", default="train", help="train, one, draw or try")
parser.add_argument("--rate", type=float, default=0.1)
parser.add_argument("--is_new", type=lambda text: text == "True", default=True)
parser.add_argument("--is_fast", type=lambda text: text == "True", default=True)
options = parser.parse_args()


def build():
    model = keras.Sequential([keras.Input((4,)), keras.layers.BatchNormalization(), keras.layers.Dense(4)])
    model.compile(keras.optimizers.SGD(options.rate), "mse")
    return model


def main(x, y):
    if options.phase == "train":
        model = build()
        model.fit(x, y, batch_size=32)
        model.save_weights("phases.weights.h5")
    elif options.phase == "one":
        build().fit(x, y, batch_size=1)  # expect: BNL202
    elif options.phase == "draw":
        model = build()
        model.load_weights("phases.weights.h5")
        print(model(x, training=True))  # expect: BNL105
    elif options.phase == "try":
        build().fit(x, y, batch_size=1)
    if options.is_new:
        build().fit(x, y, batch_size=32)
    else:
        build().fit(x, y, batch_size=1)  # expect: BNL202
    if not options.is_new:
        build().fit(x, y, batch_size=1)  # expect: BNL202
    if options.is_fast:
        build().fit(x, y, batch_size=32)
    else:
        build().fit(x, y, batch_size=1)
    return build().predict(x)


if __name__ == "__main__":
    main(tf.random.normal((64, 4)), tf.zeros((64, 4)))
