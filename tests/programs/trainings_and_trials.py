# dialect: any
"""Who trains for few steps and asks the model then, and who tries out whether a model runs: only the first is told."""
import sys
from importlib import import_module

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.random.normal(9, 4, (24, 4)).astype("float32")
GOALS = ROWS[:, :1]


def compiled(norm):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(8, use_bias=False), norm, layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def evaluated():
    model = compiled(layers.BatchNormalization())  # expect: BNL304
    model.fit(ROWS, GOALS, epochs=20, verbose=0)
    return model.evaluate(ROWS, GOALS, verbose=0)


def validated():
    model = compiled(layers.BatchNormalization())  # expect: BNL304
    return model.fit(ROWS, GOALS, validation_data=(ROWS, GOALS), epochs=20, verbose=0)


def in_two_parts():
    model = compiled(layers.BatchNormalization())  # expect: BNL304
    model.fit(ROWS, GOALS, epochs=3, verbose=0)
    model.fit(ROWS, GOALS, epochs=3, verbose=0)
    return model.predict(ROWS, verbose=0)


def saved():
    model = compiled(layers.BatchNormalization())  # expect: BNL304
    model.fit(ROWS, GOALS, batch_size=8, epochs=10, verbose=0)
    model.save("few.keras")


def trial():
    model = compiled(layers.BatchNormalization())
    model.fit(ROWS, GOALS, epochs=3, verbose=0)
    return model.evaluate(ROWS, GOALS, verbose=0)


def unasked():
    model = compiled(layers.BatchNormalization())
    return model.fit(ROWS, GOALS, epochs=20, verbose=0)


def long_enough():
    model = compiled(layers.BatchNormalization())
    model.fit(ROWS, GOALS, batch_size=8, epochs=30, verbose=0)
    return model.evaluate(ROWS, GOALS, verbose=0)


def overridden(epochs=20):
    model = compiled(layers.BatchNormalization())
    model.fit(ROWS, GOALS, epochs=epochs, verbose=0)
    return model.evaluate(ROWS, GOALS, verbose=0)


def again_and_again():
    model = compiled(layers.BatchNormalization())
    for _ in range(2):
        model.fit(ROWS, GOALS, epochs=20, verbose=0)
    return model.evaluate(ROWS, GOALS, verbose=0)


def more_elsewhere():
    model = compiled(layers.BatchNormalization())
    model.fit(ROWS, GOALS, epochs=20, verbose=0)
    import_module(sys.argv[1]).improve(model)
    return model.evaluate(ROWS, GOALS, verbose=0)


for run in (evaluated, validated, in_two_parts, saved, trial, unasked, long_enough, overridden, again_and_again):
    run()
more_elsewhere()
