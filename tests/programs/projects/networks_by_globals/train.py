# dialect: any
"""Networks that a module finds among its own functions, or among what it imports, by a name that only a run knows."""
import argparse

import nets
import numpy as np
import others
import tensorflow as tf
from wide import Wide

parser = argparse.ArgumentParser()
parser.add_argument("--net", required=True)
parser.add_argument("--other", required=True)
parser.add_argument("--cls", required=True)
args = parser.parse_args()
x = np.random.rand(8, 8).astype("float32")


def update(net, tape, loss):
    weights = net.trainable_variables
    tf.keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


def step(net):
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


def step_by_text(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
    update(net, tape, loss)


step(nets.get(args.net, 2))
step_of_either(others.get(args.other, 2))
step_without_norm(others.get("bare", 2))
step_by_text(eval(args.cls)(2))
