"""Where a generator takes its batches out of a list that nobody knows, one file at a time makes a batch of one."""
import glob
import os

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def build():
    inputs = keras.Input(shape=(4,))
    x = layers.BatchNormalization()(layers.Dense(8)(inputs))
    model = keras.Model(inputs, layers.Dense(1)(x))
    model.compile("adam", "mse")
    return model


def stacked(folder, size=1):
    files = glob.glob(os.path.join(folder, "*.npy"))
    while True:
        for i in range(0, len(files), size):
            part = files[i : i + size]
            x = np.stack([np.load(name) for name in part])  # expect: BNL202
            yield x, np.zeros((len(part), 1))


def appended(folder, size=1):
    names = [name for name in os.listdir(folder) if name.endswith(".npy")]
    while True:
        for i in range(0, len(names), size):
            rows = []
            for name in names[i : i + size]:
                rows.append(np.load(os.path.join(folder, name)))
            yield np.array(rows), np.zeros((size, 1))  # expect: BNL202


def of_eight(folder, size=8):
    files = glob.glob(os.path.join(folder, "*.npy"))
    while True:
        for i in range(0, len(files), size):
            part = files[i : i + size]
            yield np.stack([np.load(name) for name in part]), np.zeros((len(part), 1))


def one_file_of_many_rows(folder):
    files = glob.glob(os.path.join(folder, "*.npy"))
    while True:
        for i in range(len(files)):
            for name in files[i : i + 1]:
                rows = np.load(name)
                yield rows, np.zeros((len(rows), 1))


build().fit(stacked("train"), steps_per_epoch=100, epochs=5)
build().fit(appended("train"), steps_per_epoch=100, epochs=5)
build().fit(of_eight("train"), steps_per_epoch=100, epochs=5)
build().fit(one_file_of_many_rows("train"), steps_per_epoch=100, epochs=5)
