"""Paths that lead to a network without BN, to no file of the project, and to who knows what."""
import importlib.util
import sys
from importlib.machinery import SourceFileLoader

import tensorflow as tf


def train(net):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(10):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(tf.random.normal((8, 5))) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


train(load("net", "nets/dense.py").get_net())
train(SourceFileLoader("net", "nets/missing.py").load_module().get_net())
train(SourceFileLoader("net", "nets/settings.yaml").load_module().get_net())
train(SourceFileLoader("net", "train_others.py").load_module().get_net())
train(load("net", sys.argv[1]).get_net())
