"""A function returns from the side of an option's default; the other side only gives a name its value."""
import argparse

import tensorflow as tf

parser = argparse.ArgumentParser()
parser.add_argument("--kind", default="small")
args, _ = parser.parse_known_args()


class Settings:
    pass


class Net(tf.keras.Model):
    def __init__(self, units):
        super().__init__()
        self.norm, self.out = tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(units)

    def call(self, rows, training=None):
        return self.out(self.norm(rows, training=training))


def chosen():
    if args.kind == "small":
        settings = Settings()
        settings.units = 4
        return settings
    else:
        name = "large"
    raise ValueError(name)


network, optimizer = Net(chosen().units), tf.keras.optimizers.SGD(0.01)
rows = tf.random.normal((8, 4)) + 3.0
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(rows) ** 2)  # expect: BNL102
    weights = network.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
print(network.norm.moving_mean)
