# dialect: any
"""Settings of a Sacred experiment: functions get them by the names of their parameters, unless a caller says more."""
import numpy as np
from sacred import Experiment, Ingredient
from tensorflow import keras
from tensorflow.keras import layers

data = Ingredient("data")
experiment = Experiment("tabular", ingredients=[data])
experiment.add_config({"first": 0.1, "second": 0.9, "width": 16})
other = Experiment("told")
other.add_config(first=0.1, second=0.12)


@data.config
def of_data():
    rows = 256
    first = 0.9


@experiment.config
def settings(width):
    norm = {"momentum": 0.11}
    third = 0.12
    fourth = 0.13
    wide = width * 2


@experiment.named_config
def slow():
    third = 0.99


@data.capture
def load(rows, first):
    return layers.BatchNormalization(momentum=first), np.random.rand(rows, 8).astype("float32")


@experiment.capture
def built(momentum, width, first, second, norm, third=0.99):
    hidden = [
        layers.Dense(width),
        layers.BatchNormalization(momentum=first),  # expect: BNL303
        layers.BatchNormalization(momentum=second),
        layers.BatchNormalization(momentum=norm["momentum"]),  # expect: BNL303
        layers.BatchNormalization(momentum=third),  # expect: BNL303
        layers.BatchNormalization(momentum=momentum),
    ]
    return keras.Sequential([keras.Input((8,)), *hidden, layers.Dense(1)])


@experiment.capture(prefix="norm")
def norm_of(momentum, third=0.9):
    return layers.BatchNormalization(momentum=third)


@experiment.command(unobserved=True)
def show(fourth):
    net = keras.Sequential([keras.Input((8,)), layers.BatchNormalization(momentum=fourth), layers.Dense(1)])  # expect: BNL303
    net.compile("sgd", "mse")
    net.fit(np.zeros((64, 8)), np.zeros(64))


@other.main
def told(first, second):
    net = keras.Sequential([keras.Input((8,)), layers.BatchNormalization(momentum=first), layers.Dense(1)])
    net.add(layers.BatchNormalization(momentum=second))  # expect: BNL303
    net.compile("sgd", "mse")
    net.fit(np.zeros((64, 8)), np.zeros(64))


other.add_config("told.yaml")
other.add_config({"second": 0.12})


@experiment.automain
def main(_run, _config, second):
    norm, rows = load()
    net = built(0.9, third=_config["third"])
    whole = keras.Sequential([keras.Input((8,)), norm, norm_of(), net])
    whole.compile("sgd", "mse")
    whole.fit(rows, rows[:, 0], epochs=2)
    whole.evaluate(rows, rows[:, 0])
