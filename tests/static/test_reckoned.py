"""A small question is worked out once, and again wherever its answer may be another one."""

from __future__ import annotations

import pytest

from bnlint import check_source
from bnlint.settings import options
from bnlint.settings.config import Config
from lab.shortcuts import whole

BUILT = """\
import os
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


{question}


def build(word, size=8):
    inputs = tf.keras.Input((64, 64, 3))
    x = inputs
    for width in (8, 16, 24, 32):
        x = layers.Conv2D(width, 3, use_bias=False)(x)
        {use}
    return tf.keras.Model(inputs, layers.Dense(1)(layers.GlobalAveragePooling2D()(x)))


model = build(open("word.txt").read())
"""
TRAINED = """\
optimizer = tf.keras.optimizers.SGD(0.1)
images = tf.random.normal((8, 64, 64, 3))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(model(images) ** 2)
optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
"""

ACTIVATION = """\
def asked(word, **kwargs):
    known = {"relu": tf.nn.relu, "gelu": tf.nn.gelu}
    if word.startswith("leaky"):
        return tf.keras.layers.LeakyReLU(**kwargs)
    if word in known:
        return known[word]
    return tf.keras.activations.get(word)"""
FORMAT = """\
FIRST = os.path.exists("first")


def asked():
    return -1 if FIRST else 1"""
PAIR = """\
def asked(number):
    made = []
    for _ in range(2):
        made.append(number)
    return tuple(made)"""
MOMENTUM = """\
def asked(number):
    return number if number > 0 else 0.1"""

ONCE = {
    "nothing is known of the word": (ACTIVATION, "x = layers.Activation(asked(word))(layers.BatchNormalization()(x))"),
    "nothing is known of a setting": (FORMAT, "x = layers.BatchNormalization(axis=asked())(x)"),
    "a pair": (PAIR, "x = layers.BatchNormalization()(layers.MaxPooling2D(asked(2))(x))"),
    "a number that is reported": (MOMENTUM, "x = layers.BatchNormalization(momentum=asked(-1))(x)"),
}
OFTEN = {
    "another word each time": (ACTIVATION, "x = layers.BatchNormalization(name=asked(word, n=width))(x)"),
    "a setting that changes": (
        MOMENTUM.replace("number > 0", "WIDE").replace("def asked", "WIDE = True\n\n\ndef asked"),
        "global WIDE\n        WIDE = width < 24\n        x = layers.BatchNormalization(momentum=asked(0.95))(x)",
    ),
    "a list that is handed in": (
        "seen = []\n\n\ndef asked(seen):\n    seen.append(1)\n    return 0.1 if len(seen) > 2 else 0.95",
        "x = layers.BatchNormalization(momentum=asked(seen))(x)",
    ),
    "a list under another name": (
        "def asked(seen):\n    mine = seen\n    mine.append(0.1)\n    return len(mine)",
        "made = []\n        asked(made)\n        x = layers.BatchNormalization(momentum=made[-1])(x)",
    ),
    "a table of the module's": (
        'seen = {"n": 0}\n\n\ndef asked(n):\n    seen["n"] += 1\n    return 0.1 if seen["n"] > 2 else n',
        "x = layers.BatchNormalization(momentum=asked(0.95))(x)",
    ),
    "an attribute of a class": (
        "class Seen:\n    n = 0\n\n\ndef asked(n):\n    Seen.n += 1\n    return 0.1 if Seen.n > 2 else n",
        "x = layers.BatchNormalization(momentum=asked(0.95))(x)",
    ),
    "the same, by another function": (
        "class Seen:\n    n = 0\n\n\ndef count():\n    Seen.n += 1\n\n\n"
        "def asked(n):\n    count()\n    return 0.1 if Seen.n > 2 else n",
        "x = layers.BatchNormalization(momentum=asked(0.95))(x)",
    ),
    "a list of a class": (
        "class Seen:\n    all = []\n\n\ndef asked(n):\n    Seen.all.append(n)\n"
        "    return 0.1 if len(Seen.all) > 2 else n",
        "x = layers.BatchNormalization(momentum=asked(0.95))(x)",
    ),
    "a layer": (
        "def asked(momentum):\n    return layers.BatchNormalization(momentum=momentum)",
        "x = asked(0.1)(x)",
    ),
    "a number from different places": (
        MOMENTUM,
        "x = layers.BatchNormalization(momentum=asked(\n            0.1 if width == 8 else\n            0.1))(x)",
    ),
}


def found(source: str) -> list[tuple[object, ...]]:
    reported = check_source(source, "net.py", Config(keras=options.keras_target("3")), fixes=True)
    return [
        (each.line, each.code, str(each.message), each.cause, [other.line for other in each.related])
        for each in reported
    ]


@pytest.mark.parametrize("name", ONCE)
def test_a_question_is_worked_out_once(name: str, read: list[str]) -> None:
    question, use = ONCE[name]
    source = BUILT.format(question=question, use=use) + TRAINED
    short = found(source)
    once = read.count("asked")
    assert ("BNL102" in {code for _, code, *_ in short}, once) == (True, 1)
    with whole():
        assert found(source) == short
    assert read.count("asked") >= once + 4


@pytest.mark.parametrize("name", OFTEN)
def test_what_may_be_answered_otherwise_is_worked_out_again(name: str, read: list[str]) -> None:
    question, use = OFTEN[name]
    source = BUILT.format(question=question, use=use) + TRAINED
    short = found(source)
    assert read.count("asked") >= 2
    assert short
    with whole():
        assert found(source) == short
