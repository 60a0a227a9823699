"""A search over settings tries every number of a range or a list: wrong is a range without any number that is right."""

import keras_tuner
import numpy as np
import optuna
from tensorflow import keras

rows = np.random.rand(256, 6)
targets = rows.sum(axis=1)
BOUNDS = {"low": 0.05, "high": 0.4}


def fitted(net):
    return min(net.fit(rows, targets, validation_split=0.2, epochs=5).history["val_loss"])


def objective(trial):
    momentum = trial.suggest_float("momentum", 0.01, 0.3)
    norm = keras.layers.BatchNormalization(momentum=momentum)  # expect: BNL303
    late = keras.layers.BatchNormalization(momentum=trial.suggest_float("late", **BOUNDS))  # expect: BNL303
    percent = keras.layers.BatchNormalization(momentum=trial.suggest_uniform("percent", 90, 99.9))  # expect: BNL301
    some = keras.layers.BatchNormalization(momentum=trial.suggest_categorical("some", [0.1, 0.2]))  # expect: BNL303
    right = keras.layers.BatchNormalization(momentum=trial.suggest_float("right", 0.9, 0.999))
    wide = keras.layers.BatchNormalization(momentum=trial.suggest_float("wide", 0.1, 0.99))
    beyond = keras.layers.BatchNormalization(momentum=trial.suggest_float("beyond", 0.9, 1.0))
    around = keras.layers.BatchNormalization(momentum=trial.suggest_float("around", -0.5, 1.5))
    other = keras.layers.BatchNormalization(momentum=trial.suggest_categorical("other", [0.1, 0.99]))
    turned = keras.layers.BatchNormalization(momentum=1 - trial.suggest_float("turned", 0.01, 0.1))
    unknown = keras.layers.BatchNormalization(momentum=trial.suggest_float("unknown", *trial.user_attrs["bounds"]))
    less = keras.layers.BatchNormalization(momentum=trial.suggest_float("less", trial.user_attrs["low"], 0.3))
    layers = [norm, late, percent, some, right, wide, beyond, around, other, turned, unknown, less]
    net = keras.Sequential([keras.Input((6,)), keras.layers.Dense(16), *layers, keras.layers.Dense(1)])
    net.compile("adam", "mse")
    return fitted(net)


def build(hp):
    low = keras.layers.BatchNormalization(momentum=hp.Float("low", min_value=0.1, max_value=0.5))  # expect: BNL303
    few = keras.layers.BatchNormalization(momentum=hp.Choice("few", values=[0.0, 0.1]))  # expect: BNL303
    high = keras.layers.BatchNormalization(momentum=hp.Float("high", 0.8, 0.99, step=0.01))
    more = keras.layers.BatchNormalization(momentum=hp.Choice("more", [0.1, 0.9]))
    act = keras.layers.Activation(hp.Choice("act", ["relu", "elu"]))
    net = keras.Sequential(
        [keras.Input((6,)), keras.layers.Dense(16), low, few, high, more, act, keras.layers.Dense(1)]
    )
    net.compile("adam", "mse")
    return net


optuna.create_study().optimize(objective, n_trials=20)
tuner = keras_tuner.RandomSearch(build, objective="val_loss", max_trials=10)
tuner.search(rows, targets, validation_split=0.2, epochs=5)
print(tuner.get_best_models()[0].predict(rows))
