# dialect: 2
"""A flag that an option of the command line chooses is not hard-coded: another mode is another flag."""
import argparse

import tensorflow as tf


class Net(tf.keras.Model):
    def __init__(self, options=None):
        super().__init__()
        self.training = (True if options.mode == "train" else False) if options is not None else True
        self.bn = tf.keras.layers.BatchNormalization()
        self.out = tf.keras.layers.Dense(1)

    def call(self, x):
        return self.out(self.bn(x, training=self.training))


class Always(Net):
    def call(self, x):
        return self.out(self.bn(x, training=True))  # expect: BNL105


parser = argparse.ArgumentParser()
parser.add_argument("--mode", default="train")
args = parser.parse_args()
model, other = Net(args), Always(args)


def train(net):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(30):
        x = tf.random.normal((8, 4))
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(x) ** 2)
        weights = net.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def evaluate():
    for net in (model, other):
        print(net(tf.random.normal((8, 4))))


if args.mode == "train":
    train(model)
    train(other)
else:
    evaluate()
