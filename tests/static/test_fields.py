"""What fields of imported records hold is made once, and only if somebody asks, with the same findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint import check_source
from bnlint.settings import options
from bnlint.settings.config import Config
from lab.shortcuts import whole

SETTINGS = """\
import dataclasses

from records_of_others import as_record


def noted(number):
    return number


@dataclasses.dataclass
class Norm:
    momentum: float = 0.1
    epsilon: float = 1e-3

    def __post_init__(self):
        self.checked = noted(self.momentum)


@dataclasses.dataclass
class Network:
    width: int = 8
    norm: Norm = dataclasses.field(default_factory=Norm)
    {more}


@dataclasses.dataclass
class Run:
    network: Network = dataclasses.field(default_factory=lambda: Network(width=16))


@as_record
class Other:
    norm: Norm = dataclasses.field(default_factory=Norm)
    width: int = 8
"""
TRAINED = """\
import sys
import tensorflow as tf
from tensorflow import keras
from settings import Network, Norm, Other, Run

{made}
inputs = keras.Input((4,))
hidden = keras.layers.BatchNormalization(momentum=settings.norm.momentum)(keras.layers.Dense(settings.width)(inputs))
model = keras.Model(inputs, keras.layers.Dense(1)(hidden))
rows, optimizer = tf.random.normal((8, 4)), tf.keras.optimizers.SGD(0.1)
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)
    weights = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
model.predict(rows)
"""
ITSELF = "inner: object = dataclasses.field(default_factory=lambda: Network())"

ASKED = {
    "a record": ("settings = Network()", "", 1),
    "several records": ("settings, other = Network(), Network(4)", "", 1),
    "a record in a record": ("settings = Run().network", "", 1),
    "a record that gets all": ("settings = Network(8, Norm(0.1))", "", 1),
    "one that gets all, and one that does not": ("settings, other = Network(8, Norm(0.1)), Network()", "", 2),
    "on one side of a branch": ("settings = Network()\nif len(sys.argv) > 1:\n    settings = Run().network", "", 1),
    "first in a branch": (
        "settings = None\nif len(sys.argv) > 1:\n    settings = Network(4)\nelse:\n    settings = Network()",
        "",
        1,
    ),
    "a record that nobody knows to be one": ("settings = Other()", "", 1),
    "a class that nobody knows to be a record": ("settings = Other", "", 1),
    "a record that holds itself": ("settings = Network()", ITSELF, 1),
}


def found(made: str, more: str) -> list[tuple[object, ...]]:
    Path("settings.py").write_text(SETTINGS.format(more=more))
    source = TRAINED.format(made=made)
    reported = check_source(source, str(Path("train.py").resolve()), Config(keras=options.keras_target("2")))
    return [
        (each.path, each.line, each.column, each.code, str(each.message), [other.line for other in each.related])
        for each in reported
    ]


@pytest.mark.parametrize("name", ASKED)
def test_a_field_is_made_once(name: str, read: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made, more, times = ASKED[name]
    late = found(made, more)
    assert ("BNL102" in {code for _, _, _, code, *_ in late}, read.count("noted")) == (True, times)
    with whole():
        assert found(made, more) == late


def test_a_field_that_nobody_asks_for_is_not_made(
    read: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = "settings = type('Settings', (), {'norm': Norm, 'width': 8})"
    late = found(made, "")
    assert "noted" not in read
    with whole():
        assert found(made, "") == late
    assert "noted" in read
