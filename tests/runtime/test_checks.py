"""The checks on the page of symptoms run as they are shown, in Keras 2 and in Keras 3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from docs.symptoms import SYMPTOMS

Execute = Callable[[int, str], dict[str, Any]]

ELSEWHERE = ("os.environ", "import keras")
"""What a check holds that is about the process, not about a model."""

PROGRAM = """
import contextlib
import io

import numpy as np
import tensorflow as tf

keras = tf.keras
LAYERS = keras.layers

def network():
    parts = [LAYERS.Input((4,)), LAYERS.Dense(8), LAYERS.BatchNormalization(), LAYERS.Dense(1)]
    model = keras.Sequential(parts)
    model.compile("sgd", "mse")
    return model

def run(check):
    model, x = network(), np.random.default_rng(0).normal(size=(32, 4)).astype("float32")
    layer = bn = model.layers[1]
    names = {"keras": keras, "model": model, "base": model, "discriminator": model, "restored": network(), "x": x}
    names |= {"real": x, "fake": 3 * x + 8}
    names |= {"bn": bn, "layer": layer, "y": x[:, :1], "loss_fn": keras.losses.MeanSquaredError()}
    if "bn(x)" in check:
        names["bn"] = LAYERS.BatchNormalization()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(check, names)
    return printed.getvalue().strip()
"""


@pytest.mark.parametrize("dialect", [2, 3])
def test_every_check_prints_something(execute: Execute, dialect: int) -> None:
    checks = {s.title: s.check for s in SYMPTOMS if not any(word in s.check for word in ELSEWHERE)}
    assert len(checks) > 10
    program = f"{PROGRAM}\nRESULT = {{title: run(check) for title, check in {checks!r}.items()}}\n"
    printed = execute(dialect, program)
    assert all(printed[title] for title in checks), printed
    assert "[0. 0. 0. 0.] [1. 1. 1. 1.]" in printed["Output equals input"]
