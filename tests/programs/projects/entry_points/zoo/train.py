"""Networks are found by the entry points that the project's packages declare."""
from importlib.metadata import entry_points

import tensorflow as tf

ROWS = tf.random.normal((8, 3)) + 3.0


def load(name):
    for point in entry_points(group="zoo.networks"):
        if point.name == name:
            return point.load()
    raise ValueError(name)


def train(network):
    optimizer = tf.keras.optimizers.SGD(0.01)
    for _ in range(3):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(network(ROWS) ** 2)  # expect: BNL102
        weights = network.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def main():
    train(load("dense")())


main()
