"""Blocks that a network repeats are read twice, and nothing is forgotten that differs."""

from __future__ import annotations

import pytest

from bnlint import check_source
from bnlint.interpreter.language import repeats
from bnlint.settings import options
from bnlint.settings.config import Config
from lab.shortcuts import whole

HEAD = """\
import tensorflow as tf
from tensorflow.keras import layers


def block(x, width, drop_rate=0.0, momentum=0.99, index=0, name="block"):
    y = layers.Conv2D(width, 3, padding="same", use_bias=False, name=name + "_conv")(x)
    y = layers.BatchNormalization(momentum=momentum, name=name + "_norm")(y)
    y = layers.Dropout(drop_rate)(layers.ReLU()(y))
    return layers.Add()([x, y])


def build(depth=30):
    inputs = tf.keras.Input((32, 32, 8))
    x = inputs
    for i in range(depth):
        x = {call}
    return tf.keras.Model(inputs, layers.Dense(1)(layers.GlobalAveragePooling2D()(x)))


"""
TRAINED = """\
model, optimizer = build(), tf.keras.optimizers.SGD(0.1)
images = tf.random.normal((8, 32, 32, 8))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(model(images) ** 2)
optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
"""
FROZEN = """\
model = build()
model.load_weights("pretrained.weights.h5")
for layer in model.layers[:20]:
    layer.trainable = False
model.compile("sgd", "mse")
model.fit(tf.random.normal((8, 32, 32, 8)), tf.zeros((8, 1)))
for layer in model.layers[20:]:
    layer.trainable = True
"""


def program(call: str, rest: str = TRAINED) -> str:
    return HEAD.replace("{call}", call) + rest


def found(source: str, keras: str = "3") -> list[tuple[int, str]]:
    return [
        (finding.line, finding.code)
        for finding in check_source(source, "net.py", Config(keras=options.keras_target(keras)))
    ]


ALIKE = (
    "block(x, 8)",
    'block(x, 8, name=f"block{i}")',
    'block(x, 8, name="stage_" + str(i) + "b")',
    "block(x, 8, drop_rate=0.1 + 0.01 * i)",
    "block(x, 8, index=i)",
)


@pytest.mark.parametrize("call", ALIKE)
def test_blocks_that_are_alike_are_read_a_few_times(call: str, read: list[str]) -> None:
    source = program(call)
    short = found(source)
    assert (short, 2 <= read.count("block") <= 5) == ([(23, "BNL102")], True)
    with whole():
        assert found(source) == short
    assert read.count("block") >= 30


def test_a_number_that_a_branch_decides_is_compared(read: list[str]) -> None:
    setting = 'import os\n\nMOMENTUM = 0.99 if os.environ["SLOW"] else 0.9\n\n\n'
    source = setting + program("block(x, 8, momentum=MOMENTUM)")
    short = found(source)
    assert (short, 2 <= read.count("block") <= 5) == ([(28, "BNL102")], True)
    with whole():
        assert found(source) == short


DIFFERENT = (
    ("block(x, 8, momentum=0.99 if i != 20 else 0.1)", (7, "BNL303")),
    ("block(x, 8 + i)", None),
    ("block(x, 8 if i < 20 else 16)", None),
    ("block(block(x, 8, momentum=0.99), 8, momentum=0.1 if i == 29 else 0.99)", (7, "BNL303")),
)


@pytest.mark.parametrize(("call", "more"), DIFFERENT)
def test_what_differs_is_read(call: str, more: tuple[int, str] | None) -> None:
    source = program(call)
    short = found(source)
    assert more is None or more in short
    with whole():
        assert found(source) == short


def test_a_tensor_from_elsewhere_is_kept() -> None:
    source = program("block(layers.BatchNormalization(momentum=0.1)(inputs) if i == 20 else x, 8)")
    assert (16, "BNL303") in found(source)


@pytest.mark.parametrize("keras", ["2", "3"])
@pytest.mark.parametrize("call", ALIKE)
def test_nobody_counts_the_layers_of_such_a_network(call: str, keras: str) -> None:
    with whole():
        everything = found(program(call, FROZEN), keras)
    assert set(found(program(call, FROZEN), keras)) <= set(everything)


def test_a_function_that_changes_something_around_it_is_read_each_time(read: list[str]) -> None:
    source = program("block(x, 8)").replace(
        "    y = layers.Conv2D", "    global made\n    made = x\n    y = layers.Conv2D"
    )
    assert (25, "BNL102") in found(source)
    assert read.count("block") >= 30


def test_names_alone_differ_by_their_numbers() -> None:
    texts = ["stage1_block12_", "stage2_block3_", "block2b_bn", "block7a_bn"]
    alike = [repeats._DIGITS.sub("0", text) for text in texts]
    assert alike[0] == alike[1] != alike[2] == alike[3]
