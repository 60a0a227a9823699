# dialect: any
# optin: yes
"""Batches whose targets are all one number, of one class after the other: constants, lists, arrays made of lists."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

CALM = np.random.normal(0.0, 1.0, (320, 6)).astype("float32")
SHAKING = np.random.normal(4.0, 1.0, (320, 6)).astype("float32")


def net():
    norm = layers.BatchNormalization(momentum=0.8)
    model = keras.Sequential([keras.Input((6,)), layers.Dense(8, use_bias=False), norm, layers.Dense(1, "sigmoid")])
    model.compile("adam", "binary_crossentropy")
    return model


def apart():
    model = net()
    for i in range(0, 320, 32):
        model.train_on_batch(CALM[i : i + 32], np.zeros((32, 1)))
        model.train_on_batch(SHAKING[i : i + 32], np.ones((32, 1)))  # expect: BNL117
    return model.predict(SHAKING)


def by_lists():
    model = net()
    no, yes = np.array([0] * 32), np.asarray([1] * 32)
    for i in range(0, 320, 32):
        model.train_on_batch(CALM[i : i + 32], no)
        model.train_on_batch(SHAKING[i : i + 32], yes)  # expect: BNL117
    return model.evaluate(SHAKING, np.ones((320, 1)))


def of_one_class():
    model = net()
    ones = np.ones((32, 1))
    for i in range(0, 320, 32):
        model.train_on_batch(CALM[i : i + 32], ones)
        model.train_on_batch(SHAKING[i : i + 32], ones)
    return model.predict(SHAKING)


def of_numbers():
    model = net()
    marks = [0, 1] * 16
    for i in range(0, 320, 32):
        model.train_on_batch(CALM[i : i + 32], np.array(marks))
        model.train_on_batch(SHAKING[i : i + 32], np.array(marks[::-1]))
    return model.predict(SHAKING)


def noisy():
    model = net()
    for i in range(0, 320, 32):
        model.train_on_batch(CALM[i : i + 32], np.zeros((32, 1)) + np.random.randint(0, 2, (32, 1)))
        model.train_on_batch(SHAKING[i : i + 32], np.ones((32, 1)) * np.random.randint(0, 2, (32, 1)))
    return model.predict(SHAKING)


def together():
    model = net()
    for i in range(0, 320, 16):
        rows = np.concatenate([CALM[i : i + 16], SHAKING[i : i + 16]])
        model.train_on_batch(rows, np.concatenate([np.zeros((16, 1)), np.ones((16, 1))]))
    return model.predict(SHAKING)


def never_asked():
    model = net()
    for i in range(0, 320, 32):
        model.train_on_batch(CALM[i : i + 32], np.zeros((32, 1)))
        model.train_on_batch(SHAKING[i : i + 32], np.ones((32, 1)))


for run in (apart, by_lists, of_one_class, of_numbers, noisy, together, never_asked):
    run()
