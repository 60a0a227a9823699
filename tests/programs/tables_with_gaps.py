"""Tables of classes: of tables of which some are empty or lack the entry, and with None beside the classes."""
import sys

import keras
import numpy as np
import tensorflow as tf
from keras import layers

kind, rows = sys.argv[1], np.random.rand(8, 3).astype("float32")
optimizer = keras.optimizers.SGD()


class Norm(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = layers.Dense(4), layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(self.dense(x), training=training)


class Plain(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(4)

    def call(self, x, training=None):
        return self.dense(x)


def learn(tape, loss, net):
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


by_data = {"cifar": {"norm": Norm, "plain": Plain}, "mnist": {}, "svhn": {"plain": Plain}}
net = by_data[kind]["norm"]()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(rows) ** 2)  # expect: BNL102
learn(tape, loss, net)

maker = by_data.get(kind).get("norm")
if maker is not None:
    net = maker()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(rows) ** 2)  # expect: BNL102
    learn(tape, loss, net)

net = {"norm": Norm, "none": None}[kind]()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(rows) ** 2)  # expect: BNL102
learn(tape, loss, net)

settings = {"fast": {"momentum": 0.1, "net": Norm}, "slow": {"momentum": 0.1}, "long": {"momentum": 0.1}}[kind]
layers.BatchNormalization(momentum=settings["momentum"])  # expect: BNL303

# All that may be chosen have no BN, or nobody knows what is.
net = by_data[kind]["plain"]()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(rows) ** 2)
learn(tape, loss, net)

settings = {"fast": {"momentum": 0.1}, "slow": {"momentum": 0.99}, "none": {}}[kind]
layers.BatchNormalization(momentum=settings["momentum"])
layers.BatchNormalization(momentum={"fast": {"momentum": 0.1}, "none": {}}[kind].get("momentum", 0.9))

modes = {"train": {"training": True}, "test": {"training": False}}
net = Norm()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(rows, **modes[kind]) ** 2)
learn(tape, loss, net)
