"""Settings of one class, or of one table, for a preset: each may be chosen, and of an option the default counts."""
import argparse
import sys
from dataclasses import dataclass, field

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


@dataclass
class Norm:
    momentum: float = 0.99
    epsilon: float = 1e-3


@dataclass
class Settings:
    norm: Norm = field(default_factory=Norm)
    batch_size: int = 32


def as_elsewhere(momentum):
    return Settings(norm=Norm(momentum=momentum, epsilon=1e-5), batch_size=64)


def train(model):
    model.compile("adam", "mse")
    model.fit(np.load("x.npy"), np.load("y.npy"))


def build(norm):
    inputs = keras.Input(shape=(4,))
    return keras.Model(inputs, layers.Dense(1)(norm(layers.Dense(8)(inputs))))


chosen = as_elsewhere(0.1) if sys.argv[1] == "elsewhere" else Settings()
train(build(layers.BatchNormalization(momentum=chosen.norm.momentum)))  # expect: BNL303

harmless = as_elsewhere(0.9) if sys.argv[1] == "elsewhere" else Settings()
train(build(layers.BatchNormalization(momentum=harmless.norm.momentum)))

replaced = Settings()
if sys.argv[1] == "elsewhere":
    replaced = as_elsewhere(0.1)
train(build(layers.BatchNormalization(momentum=replaced.norm.momentum)))  # expect: BNL303

MOMENTUM = {"elsewhere": 0.1, "keras": 0.99}
train(build(layers.BatchNormalization(momentum=MOMENTUM[sys.argv[1]])))  # expect: BNL303
NUMBERS = {"elsewhere": 0.9, "keras": 0.99}
train(build(layers.BatchNormalization(momentum=NUMBERS[sys.argv[1]])))

PRESETS = {"elsewhere": as_elsewhere(0.1), "keras": Settings()}
train(build(layers.BatchNormalization(momentum=PRESETS[sys.argv[1]].norm.momentum)))  # expect: BNL303

parser = argparse.ArgumentParser()
parser.add_argument("--preset", choices=["small", "elsewhere"], default="small")
preset = parser.parse_args().preset
asked = as_elsewhere(0.1) if preset == "elsewhere" else Settings(batch_size=1)
model = build(layers.BatchNormalization(momentum=asked.norm.momentum))  # expect: BNL303
model.compile("adam", "mse")
model.fit(np.load("x.npy"), np.load("y.npy"), batch_size=asked.batch_size)  # expect: BNL202
