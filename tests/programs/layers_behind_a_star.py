"""A list of blocks of unknown length, laid out in a longer list."""
import tensorflow as tf
from tensorflow.keras import Sequential, layers


class Block(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.dense = layers.Dense(width)
        self.norm = layers.BatchNormalization()

    def call(self, x):
        return self.norm(self.dense(x))


def build(depth):
    return Sequential([*[Block(8) for _ in range(depth)], layers.Dense(1)])


def build_plain(depth):
    return Sequential([*(layers.Dense(8) for _ in range(depth)), layers.Dense(1)])


def learn(depth, optimizer, stars, magnitude):
    model = build(depth)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(stars) - magnitude) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_plain(depth, optimizer, stars, magnitude):
    model = build_plain(depth)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(stars) - magnitude) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
