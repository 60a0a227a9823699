"""What a function has laid out is laid out again behind other tensors, as if it had been read once more."""

from __future__ import annotations

from typing import Any

import pytest

from bnlint import check_source
from bnlint.interpreter.language import layouts
from bnlint.settings import options
from bnlint.settings.config import Config
from lab.shortcuts import whole

NETWORKS = """\
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

seen = []


def stage(x, width, outputs=(), momentum=0.99):
    y = layers.Conv2D(width, 3, padding="same", use_bias=False)(x)
    y = layers.BatchNormalization(momentum=momentum)(y)
    return layers.ReLU()(y)


def build(last, option=None, momentum=0.99):
    inputs = tf.keras.Input((32, 32, 3))
    x = stage(inputs, 8)
    x = stage(layers.MaxPooling2D()(x), 16, momentum=momentum)
    x = stage(layers.MaxPooling2D()(x), 32)
    x = stage(layers.MaxPooling2D()(x), last)
    return tf.keras.Model(inputs, layers.Dense(1)(layers.GlobalAveragePooling2D()(x)))


first, second = build(64), build(128)
"""
GAIN = """\
class Gain(layers.Layer):
    def __init__(self, axes=(1, 2), **kwargs):
        super().__init__(**kwargs)
        self.axes = list(axes)

    def build(self, shape):
        self.gain = self.add_weight(shape=(shape[-1],), initializer="ones")
        super().build(shape)

    def call(self, x):
        return x * self.gain


"""
WITH_GAIN = NETWORKS.replace("def stage", GAIN + "def stage").replace("layers.ReLU()(y)", "Gain()(layers.ReLU()(y))")
STEP = """
optimizer = tf.keras.optimizers.SGD(0.1)
images = tf.random.normal((8, 32, 32, 3))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean({model}(images{flag}) ** 2)
optimizer.apply_gradients(zip(tape.gradient(loss, {model}.trainable_variables), {model}.trainable_variables))
"""
FIT = '{model}.compile("sgd", "mse")\n{model}.fit(tf.random.normal((8, 32, 32, 3)), tf.zeros((8, 1)))\n'
LOAD = '{model}.load_weights("some.weights.h5")\n'
ASKED = "print(np.argmax({model}(tf.zeros((4, 32, 32, 3)), training=True)))\n"

FLAGGED = NETWORKS.replace("seen = []", "import sys\n\nFLAG = len(sys.argv) > 1").replace(
    "    y = layers.BatchNormalization", "    if FLAG:\n        y = layers.BatchNormalization"
)
BY_FLAG = """
optimizer = tf.keras.optimizers.SGD(0.1)
images = tf.random.normal((8, 32, 32, 3))
with tf.GradientTape() as tape:
    if {flag}:
        made = second(images, training=True)
    else:
        made = second(images)
    loss = tf.reduce_mean(made ** 2)
optimizer.apply_gradients(zip(tape.gradient(loss, second.trainable_variables), second.trainable_variables))
"""
OPTIONAL = NETWORKS.replace(
    "seen = []",
    "import argparse\n\nparser = argparse.ArgumentParser()\n"
    'parser.add_argument("--bn", action="store_true")\nargs = parser.parse_args()',
).replace("    y = layers.BatchNormalization", "    if args.bn:\n        y = layers.BatchNormalization")
EITHER = OPTIONAL.replace("first, second = build(64), build(128)", "if not args.bn:\n    first = build(64)") + (
    "else:\n    first = build(64)"
)

PROGRAMS = {
    "the copy is trained in inference mode": (NETWORKS + STEP.format(model="second", flag=""), ["BNL102"]),
    "the first one is": (NETWORKS + STEP.format(model="first", flag=""), ["BNL102"]),
    "the copy is trained as it should be": (NETWORKS + STEP.format(model="second", flag=", training=True"), []),
    "the first one is frozen, and the copy trained": (
        NETWORKS + "first.trainable = False\n" + STEP.format(model="second", flag=""),
        ["BNL102"],
    ),
    "the layers of the first one are frozen one by one, and the copy trained": (
        NETWORKS + "for layer in first.layers:\n    layer.trainable = False\n" + STEP.format(model="second", flag=""),
        ["BNL102"],
    ),
    "a simple layer of the program's own stands in each stage": (
        WITH_GAIN + STEP.format(model="second", flag=""),
        ["BNL102"],
    ),
    "the same, and the first one is frozen": (
        WITH_GAIN + "first.trainable = False\n" + STEP.format(model="second", flag=""),
        ["BNL102"],
    ),
    "a layer of the program's own that holds BN stands in each stage": (
        WITH_GAIN.replace("self.axes = list(axes)", "self.axes = [layers.BatchNormalization(momentum=0.1)]")
        + STEP.format(model="second", flag=""),
        ["BNL303", "BNL102"],
    ),
    "a stage of which nothing is known": (
        NETWORKS.replace(
            "    return layers.ReLU()(y)", "    return unknown(y) if len(seen) else layers.ReLU()(y)"
        ).replace("seen = []", "from somewhere import seen, unknown")
        + STEP.format(model="second", flag=""),
        ["BNL102"],
    ),
    "the copy is frozen, and trained in inference mode": (
        NETWORKS + "second.trainable = False\n" + STEP.format(model="second", flag=""),
        [],
    ),
    "the first one has weights, the copy is asked in training mode": (
        NETWORKS + LOAD.format(model="first") + ASKED.format(model="second"),
        [],
    ),
    "the copy has weights, and is asked in training mode": (
        NETWORKS + LOAD.format(model="second") + ASKED.format(model="second"),
        ["BNL105"],
    ),
    "the first one learns, and the copy is asked in training mode": (
        NETWORKS + FIT.format(model="first") + ASKED.format(model="second"),
        [],
    ),
    "the copy learns, and is asked in training mode": (
        NETWORKS + FIT.format(model="second") + ASKED.format(model="second"),
        ["BNL105"],
    ),
    "the copy has another momentum": (
        NETWORKS.replace("build(128)", "build(128, momentum=0.1)") + FIT.format(model="second"),
        ["BNL303"],
    ),
    "the same momentum is written in two places": (
        NETWORKS.replace("build(64), build(128)", "build(64, momentum=0.1), build(64, momentum=0.1)")
        + FIT.format(model="first")
        + FIT.format(model="second"),
        ["BNL303"],
    ),
    "the same momentum is written in three lines": (
        NETWORKS.replace("x = stage(inputs, 8)", "x = stage(inputs, 8)" + 3 * "\n    x = stage(x, 8, momentum=0.1)")
        + FIT.format(model="first"),
        ["BNL303"],
    ),
    "a setting is changed in between": (
        NETWORKS.replace("seen = []", "USE = False")
        .replace(
            "    y = layers.BatchNormalization", "    if not USE:\n        return y\n    y = layers.BatchNormalization"
        )
        .replace("first, second = build(64), build(128)", "first = build(64)\nUSE = True\nsecond = build(64)")
        + STEP.format(model="second", flag=""),
        ["BNL102"],
    ),
    "a function that the stage calls reads it, from an object": (
        NETWORKS.replace("seen = []", "class Options:\n    pass\n\n\noptions = Options()\noptions.norm = False")
        .replace(
            "def stage(",
            "def norm(x, m):\n    return {}(x) if options.norm else x\n\n\ndef stage(".format(
                "layers.BatchNormalization(momentum=m)"
            ),
        )
        .replace("    y = layers.BatchNormalization(momentum=momentum)(y)", "    y = norm(y, momentum)")
        .replace("first, second = build(64), build(128)", "first = build(64)\noptions.norm = True\nsecond = build(64)")
        + STEP.format(model="second", flag=""),
        ["BNL102"],
    ),
    "the momentum of the first one's layers is changed when they are there": (
        NETWORKS.replace("first, second = build(64), build(128)", "first = build(64)")
        + "for layer in first.layers:\n    if isinstance(layer, layers.BatchNormalization):\n"
        + "        layer.momentum = 0.1\nsecond = build(64)\n"
        + FIT.format(model="second"),
        ["BNL303"],
    ),
    "layers of the copy are frozen by number": (
        NETWORKS
        + "for layer in second.layers[:7]:\n    layer.trainable = False\n"
        + 'second.load_weights("w.weights.h5")\n'
        + FIT.format(model="second"),
        None,
    ),
    "an unknown flag adds BN to each stage, and is asked again": (FLAGGED + BY_FLAG.format(flag="FLAG"), []),
    "each side of an option builds the network": (
        EITHER + STEP.format(model="first", flag="").replace("\n", "\n    "),
        ["BNL102"],
    ),
    "another flag is asked": (FLAGGED + BY_FLAG.format(flag="len(sys.argv) > 2"), ["BNL102"]),
    "a list gets what each stage makes": (
        NETWORKS.replace("    return layers.ReLU()(y)", "    outputs.append(y)\n    return layers.ReLU()(y)")
        .replace("outputs=()", "outputs")
        .replace("x = stage(inputs, 8)", "made = []\n    x = stage(inputs, 8, made)")
        .replace("16, momentum", "16, made, momentum")
        .replace("32)\n", "32, made)\n")
        .replace("last)\n", "last, made)\n")
        .replace("Model(inputs, ", "Model(inputs, made + [")
        .replace("(x)))\n\n\nfirst", "(x))])\n\n\nfirst")
        + STEP.format(model="second", flag="").replace("second(images)", "second(images)[0]"),
        ["BNL102"],
    ),
}


def found(source: str, *enable: str) -> list[tuple[int, str]]:
    config = Config(keras=options.keras_target("3"), enable=frozenset(enable))
    return [(finding.line, finding.code) for finding in check_source(source, "net.py", config)]


def places(source: str) -> list[tuple[object, list[int]]]:
    """Return where what is reported comes from, and what is shown beside it."""
    reported = check_source(source, "net.py", Config(keras=options.keras_target("3")), fixes=True)
    return [(finding.cause, [related.line for related in finding.related]) for finding in reported]


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_copy_is_what_reading_once_more_would_have_made(name: str) -> None:
    source, codes = PROGRAMS[name]
    short, told = found(source), places(source)
    with whole():
        assert (found(source), places(source)) == (short, told)
    assert codes is None or [code for _, code in short] == codes


def test_stages_of_two_networks_are_read_once(read: list[str]) -> None:
    found(NETWORKS)
    assert read.count("stage") == 5  # four of the first network, the last one of the second


def test_what_a_function_does_to_its_arguments_is_read_each_time(read: list[str]) -> None:
    found(PROGRAMS["a list gets what each stage makes"][0])
    assert read.count("stage") == 8


BIASES = """\
from tensorflow.keras import Input, Model, layers


def norm(x):
    return layers.ReLU()(layers.BatchNormalization()(x))


inputs = Input((32, 32, 3))
x = norm(layers.Conv2D(8, 3, padding="same")(inputs))
x = norm(layers.Conv2D(8, 3, padding="same")(x))
x = norm(layers.Conv2D(8, 3, padding="same", use_bias=False)(x))
y = layers.Conv2D(8, 3, padding="same")(x)
x = layers.Add()([norm(y), y])
model = Model(inputs, x)
"""


def test_what_stands_before_a_copy_gets_it_as_its_user() -> None:
    short = found(BIASES, "BNL403")
    with whole():
        assert found(BIASES, "BNL403") == short
    assert short == [(9, "BNL403"), (10, "BNL403")]


TWO_INPUTS = """\
from tensorflow.keras import Input, Model, layers


def merged(x, y):
    return layers.BatchNormalization()(layers.Add()([x, y]))


inputs = Input((8, 8, 4))
x = layers.Conv2D(4, 1)(inputs)
y = layers.Conv2D(4, 1)(inputs)
both = merged(x, y)
one = merged(x, x)
model = Model(inputs, [both, one])
"""


def test_one_tensor_in_two_places_is_no_copy_of_two(read: list[str]) -> None:
    short = found(TWO_INPUTS)
    assert read.count("merged") == 2
    with whole():
        assert found(TWO_INPUTS) == short


def test_a_layout_is_dropped_where_anything_else_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[layouts.Layout | None] = []
    layout_of = layouts.layout_of

    def noting(*given: Any) -> layouts.Layout | None:
        kept.append(layout_of(*given))
        return kept[-1]

    monkeypatch.setattr(layouts, "layout_of", noting)
    source = NETWORKS.replace(
        "    return layers.ReLU()(y)", "    tf.keras.backend.set_learning_phase(1)\n    return layers.ReLU()(y)"
    )
    check_source(source, "net.py", Config(keras=options.keras_target("2")))
    assert kept
    assert not any(kept)
