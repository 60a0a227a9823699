"""Numbers that a branch decides, which nobody can: each that a layer may get is one that it gets."""

import argparse
import os
import sys

import keras
import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("--still", action="store_true")
parser.add_argument("--smooth", action="store_true")
args, _ = parser.parse_known_args()
if "--fast" in sys.argv:
    momentum, slow = 0.1, 0.95
else:
    momentum, slow = 0.9, 0.99
TINY = 0 if os.environ.get("EXACT") else 1e-3
SMALL = 1e-5 if os.environ.get("EXACT") else 1e-3


def norm(**options):
    return keras.layers.BatchNormalization(**options)


inputs = keras.Input((4,))
hidden = keras.layers.BatchNormalization(momentum=momentum)(keras.layers.Dense(8)(inputs))  # expect: BNL303
hidden = keras.layers.BatchNormalization(momentum=slow)(keras.layers.Dense(8)(hidden))
hidden = keras.layers.BatchNormalization(epsilon=TINY)(keras.layers.Dense(8)(hidden))  # expect: BNL311
hidden = keras.layers.BatchNormalization(epsilon=SMALL)(keras.layers.Dense(8)(hidden))
hidden = keras.layers.BatchNormalization(momentum=1.0 if args.still else 0.9)(hidden)  # expect: BNL302
hidden = keras.layers.BatchNormalization(momentum=0.99 if args.smooth else 0.9)(hidden)
hidden = keras.layers.BatchNormalization(momentum=momentum, trainable=False)(hidden)
hidden = norm(momentum=momentum + 0.05 if momentum > 0.5 else 0.9)(hidden)
net = keras.Model(inputs, keras.layers.Dense(1)(hidden))
net.compile("adam", "mse")
net.fit(np.random.rand(64, 4), np.random.rand(64))
