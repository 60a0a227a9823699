"""What commands say for the option of another program says nothing of this one."""

import argparse

import keras
import tensorflow as tf

parser = argparse.ArgumentParser()
parser.add_argument("--phase", default="train")
options = parser.parse_args()


def main(x, y):
    model = keras.Sequential([keras.Input((4,)), keras.layers.BatchNormalization(), keras.layers.Dense(4)])
    model.compile("adam", "mse")
    if options.phase == "train":
        model.fit(x, y, batch_size=32)
    elif options.phase == "one":
        model.fit(x, y, batch_size=1)


if __name__ == "__main__":
    main(tf.random.normal((64, 4)), tf.zeros((64, 4)))
