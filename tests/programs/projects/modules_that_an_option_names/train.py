"""The option's default names no module of the package: whoever runs the program names one that is there."""
import argparse
import importlib

import tensorflow as tf

DATA = tf.random.normal((16, 4))
parser = argparse.ArgumentParser()
parser.add_argument("--model", default="model")
net = importlib.import_module("." + parser.parse_args().model, "zoo").make()
optimizer = tf.keras.optimizers.Adam()
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(DATA) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
