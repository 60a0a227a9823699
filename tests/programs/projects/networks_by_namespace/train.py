"""Networks that are looked for in what modules have by name, with a name that is known or not."""
import importlib
import sys

import numpy as np
import tensorflow as tf
from nets import deep_model
from nets.wide_model import WideModel

x = np.random.rand(8, 4).astype("float32")
given = sys.argv[1] if len(sys.argv) > 1 else "WideModel"


def find(package, name):
    module = importlib.import_module(f"{package}.{name}_model")
    found = None
    for key, cls in module.__dict__.items():
        if key.lower() == name + "model" and issubclass(cls, tf.keras.Model):
            found = cls
    if found is None:
        raise ValueError(name)
    return found


def update(net, tape, loss):
    weights = net.trainable_variables
    tf.keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


def step(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
    update(net, tape, loss)


def step_of_any(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
    update(net, tape, loss)


def step_by_vars(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
    update(net, tape, loss)


def step_by_globals(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
    update(net, tape, loss)


def step_by_keys(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
    update(net, tape, loss)


def step_in_values(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
    update(net, tape, loss)


def step_of_either(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
    update(net, tape, loss)


def step_without_norm(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)
    update(net, tape, loss)


step(find("nets", "deep")())
step_of_any(find("nets", given.removesuffix("Model").lower())())
step_by_vars(vars(deep_model)["DeepModel"]())
step_by_keys(getattr(deep_model, [key for key in vars(deep_model).keys() if key.endswith("Model")][0])())
step_by_globals(globals().get(given)())
step_in_values([each for each in vars(deep_model).values() if isinstance(each, type)][0]())
step_without_norm(find("plain", "bare")())
# BareModel, or NormedModel, with which it is a mistake.
step_of_either(find("plain", sys.argv[2] if len(sys.argv) > 2 else "bare")())
