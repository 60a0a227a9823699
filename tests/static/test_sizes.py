"""A network in one of its sizes is read for what its arguments change, and not at all where they change nothing."""

from __future__ import annotations

import pytest

from bnlint import check_source
from bnlint.settings.config import Config
from lab.shortcuts import whole

HEAD = """\
import keras
from keras import layers

MOMENTUM = 0.99


def relu(x):
    return layers.ReLU()(x)


def backbone(filters, name="backbone"):
    inputs = keras.Input((32, 32, 3))
    return keras.Model(inputs, layers.BatchNormalization()(layers.Conv2D(filters, 3, use_bias=False)(inputs)))


def net(blocks, filters=16, drop_rate=0.1, momentum=0.99, act=relu, depth=50, train=None, name="net", **kwargs):
    x = inputs = keras.Input((32, 32, 3))
    for each in blocks:
        x = layers.Conv2D(filters, 3, use_bias=False)(x)
        x = layers.Dropout(drop_rate)(act(layers.BatchNormalization(momentum=momentum)(x, training=train)))
    if depth > 100:
        x = layers.BatchNormalization(momentum=0.0)(x)
    return keras.Model(inputs, layers.Dense(10)(x), name=name)


"""


def sized(first: str, last: str, body: str = "return net({})", parameters: str = "") -> str:
    """Return a program with two sizes, of which the last one is read first."""
    one, other = (
        f"def net{number}({parameters}):\n    {body.format(given)}\n\n\n" for number, given in enumerate((first, last))
    )
    return HEAD + one + other


def found(source: str) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in check_source(source, "nets.py", Config(keras="3"))]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("[3, 4, 6, 3], 64", "[2, 2, 2, 2], 32"),
        ("[3, 4], name='net50'", "[3, 8], name='net101'"),
        ("[3, 4], drop_rate=0.2", "[3, 8], drop_rate=0.3"),
        ("[3, 4], momentum=MOMENTUM", "[3, 8], momentum=MOMENTUM"),
        ("[3, 4], act=relu", "[3, 8], act=relu"),
        ("[3, 4], extra={'ratio': 2, 'shape': (8, 8)}", "[3, 8], extra={'ratio': 4, 'shape': (8, 8)}"),
        ("[3, 4], initializer=keras.initializers.Zeros", "[3, 8], initializer=keras.initializers.Zeros"),
        ("[3, 4], pretrained='net50'", "[3, 8], pretrained='net101'"),
        ("[3, 4], use=True, norm=None", "[3, 8], use=True, norm=None"),
    ],
)
def test_what_says_nothing_new_is_not_read(read: list[str], first: str, last: str) -> None:
    assert found(sized(first, last)) == []
    assert read.count("net") == 1


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("[3, 4], momentum=0.01", "[3, 4], momentum=0.99"),
        ("[3, 4], momentum=0.01", "[3, 4], momentum=0.02"),
        ("[3, 4], depth=152", "[3, 4], depth=50"),
        ("[3, 4], train=True", "[3, 4]"),
        ("[3, 4], train=True", "[3, 4], train=True"),
    ],
)
def test_what_a_rule_asks_for_is_read(first: str, last: str) -> None:
    source = sized(first, last)
    with whole():
        expected = found(source)
    assert expected
    assert found(source) == expected


@pytest.mark.parametrize("given", ["act='relu'", "data=b'x'", "act=lambda x: x", "filters=1", "wide=False"])
def test_what_is_not_alike_is_read(read: list[str], given: str) -> None:
    found(sized(f"[3, 4], {given}", "[3, 4]"))
    assert read.count("net") == 2


def test_a_number_that_a_branch_decides_is_compared(read: list[str]) -> None:
    source = "import os\n" + HEAD + "if os.environ['FAST']:\n    MOMENTUM = 0.9\n\n\n"
    sizes_of = sized("[3, 4], momentum=MOMENTUM", "[3, 8], momentum=MOMENTUM")[len(HEAD) :]
    found(source + sizes_of)
    assert read.count("net") == 1


def test_a_network_that_is_made_of_others(read: list[str]) -> None:
    body = """if features is None:
        features = backbone{0}()
        del kwargs
    return net({0}, **locals())"""
    parts = "".join(f"def backbone{n}():\n    return backbone({n})\n\n\n" for n in ("32", "64"))
    source = sized("32", "64", body, "features=None, **kwargs").replace("def net(", parts + "def net(", 1)
    found(source)
    assert (read.count("backbone"), read.count("net")) == (1, 1)
