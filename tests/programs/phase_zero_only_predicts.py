# dialect: any
"""Phase 0 before inference changes nothing in Keras 2; Keras 3 has no such function."""
import argparse

import numpy as np
from tensorflow import keras
from tensorflow.keras import backend as K


def network():
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(6), keras.layers.BatchNormalization()])


def export(path):
    K.set_learning_phase(0)  # expect[3]: BNL113
    model = network()
    model.load_weights(path)
    model.save("exported.keras")


def train(path):
    model = network()
    model.compile("sgd", "mse")
    model.fit(np.random.normal(3.0, 2.0, (32, 4)), np.ones((32, 6)), verbose=0)
    model.save_weights(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--export")
    args = parser.parse_args()
    if args.export:
        export(args.export)
    else:
        train("model.weights.h5")
