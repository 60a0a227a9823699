"""Modules that are run by their paths: known ones, those of a folder, and those that nobody knows."""
import importlib.util
import os
import runpy
from importlib.machinery import SourceFileLoader

import tensorflow as tf

HERE = os.path.dirname(os.path.abspath(__file__))


def load(path):
    spec = importlib.util.spec_from_file_location("net", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def step(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((8, 5))) ** 2)  # expect: BNL102
    tf.keras.optimizers.Adam().apply_gradients(
        zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
    )


def step_of_a_loader(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((8, 5))) ** 2)  # expect: BNL102
    tf.keras.optimizers.SGD().apply_gradients(
        zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
    )


def step_of_a_dict(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((8, 5))) ** 2)  # expect: BNL102
    tf.keras.optimizers.SGD().apply_gradients(
        zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
    )


def main():
    step(load(os.path.join(HERE, "nets", "conv.py")).get_net())
    step_of_a_loader(SourceFileLoader("net", "nets/conv.py").load_module().get_net())
    step_of_a_dict(runpy.run_path("nets/conv.py")["get_net"]())


if __name__ == "__main__":
    main()
