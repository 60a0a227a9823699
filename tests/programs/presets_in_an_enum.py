# dialect: any
"""Presets that are members of an enum: what they stand for, what their class makes of that, and tables by them."""
import enum
from functools import partial

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.random.rand(256, 8).astype("float32")


def train(norm):
    net = keras.Sequential([keras.Input((8,)), layers.Dense(16), norm, layers.Dense(1)])
    net.compile("sgd", "mse")
    net.fit(ROWS, ROWS[:, 0], epochs=2)
    print(net.evaluate(ROWS, ROWS[:, 0]))


class Pair(enum.Enum):
    KERAS = (0.99, 1e-3)
    OTHER = (0.1, 1e-5)  # expect: BNL303

    @property
    def momentum(self):
        return self.value[0]

    @classmethod
    def usual(cls):
        return cls.KERAS


class Made(enum.Enum):
    SLOW = (0.9, 1e-3)
    QUICK = (0.1, 1e-5)
    ONE = 0.2

    def __init__(self, momentum, epsilon=1e-3):
        self.momentum = momentum
        self.epsilon = epsilon


class Kind(enum.Enum):
    SLOW = enum.auto()
    QUICK = enum.auto()


class Maker(enum.Enum):
    SLOW = partial(layers.BatchNormalization, momentum=0.9)
    QUICK = partial(layers.BatchNormalization, momentum=0.1)  # expect: BNL303
    PLAIN = layers.LayerNormalization


class Word(enum.Enum):
    SLOW = "slow"
    QUICK = "quick"


class Number(enum.Enum):
    SLOW = 0.9
    QUICK = 0.1


BY_KIND = {Kind.SLOW: 0.9, Kind.QUICK: 0.1}  # expect: BNL303
BY_WORD = {Word.SLOW: 0.9}
BY_WORD[Word.QUICK] = 0.1
BY_PAIR = {Pair.KERAS: "keras"}

train(layers.BatchNormalization(momentum=Pair.OTHER.value[0]))
train(layers.BatchNormalization(momentum=Pair.KERAS.value[0]))
train(layers.BatchNormalization(momentum=Pair.OTHER.momentum))
train(layers.BatchNormalization(momentum=Pair.usual().momentum))
train(layers.BatchNormalization(momentum=Made.QUICK.momentum, epsilon=Made.QUICK.epsilon))  # expect: BNL303
train(layers.BatchNormalization(momentum=Made.ONE.momentum, epsilon=Made.ONE.epsilon))  # expect: BNL303
train(layers.BatchNormalization(momentum=Made.SLOW.momentum))
train(layers.BatchNormalization(momentum=BY_KIND[Kind.QUICK]))
train(layers.BatchNormalization(momentum=BY_KIND[Kind.SLOW]))
train(layers.BatchNormalization(momentum=BY_KIND.get(Kind.QUICK, 0.99)))
train(layers.BatchNormalization(momentum=BY_WORD[Word("quick")]))  # expect: BNL303
train(layers.BatchNormalization(momentum=BY_WORD[Word("slow")]))
train(layers.BatchNormalization(momentum=Number["QUICK"].value))  # expect: BNL303
train(layers.BatchNormalization(momentum=Number["SLOW"].value))
train(Maker.SLOW.value())
train(Maker.QUICK.value())
train(Maker.PLAIN.value())
if Kind.SLOW != Kind.QUICK and Pair.KERAS in BY_PAIR and Pair.OTHER not in BY_PAIR:
    train(layers.BatchNormalization(momentum=0.1))  # expect: BNL303
if Kind.SLOW is Kind.QUICK or Pair.OTHER in BY_PAIR:
    train(layers.BatchNormalization(momentum=0.1))
