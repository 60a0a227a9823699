# dialect: any
"""Unit tests build layers of dummies; what the program itself builds counts."""
import collections
import unittest

import tensorflow as tf
from tensorflow import keras

Settings = collections.namedtuple("Settings", ["momentum", "epsilon", "width"])
QUICK = Settings(momentum=0.1, epsilon=1e-3, width=4)


class Block(keras.layers.Layer):
    def __init__(self, settings):
        super().__init__()
        self.dense = keras.layers.Dense(settings.width)
        self.norm = keras.layers.BatchNormalization(
            momentum=settings.momentum,  # expect: BNL303
            epsilon=settings.epsilon,
        )

    def call(self, x, training=None):
        return self.norm(self.dense(x), training=training)


class BlockTest(unittest.TestCase):
    def setUp(self):
        self.plain = Block(Settings(0.0, 0.0, 2))

    def test_shape(self):
        block = Block(Settings(1.0, -1.0, 4))
        self.assertEqual(block(tf.ones((2, 3)), training=False).shape, (2, 4))


def test_statistics_of_the_last_batch():
    norm = keras.layers.BatchNormalization(momentum=0.0)
    norm(tf.constant([[1.0], [3.0]]), training=True)
    assert norm.moving_mean[0] == 2.0


class Program:
    def __init__(self, share):
        self.norm = keras.layers.BatchNormalization(momentum=share)  # expect: BNL302


def build():
    return keras.Sequential([Block(QUICK)]), Program(1.0)
