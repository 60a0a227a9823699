"""The interpreter knows of calls of library functions what comes out when they run: shape and first axis."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from bnlint.events import always
from bnlint.interpreter.core import Interpreter
from bnlint.interpreter.domain.values import Const, Items, Module, TensorValue, Value
from bnlint.interpreter.modules import Project
from bnlint.libraries.effect_names import Effect
from bnlint.libraries.registry import FUNCTIONS
from bnlint.syntax.trees import parse
from tests.libraries.function_samples import CALLS, NOT_RUN, OPEN, SETUP, START, Sample, samples

PROGRAM = """
import json, sys

def described(value):
    if isinstance(value, (list, tuple)) and not hasattr(value, "shape"):
        return [described(item) for item in value]
    return list(value.shape) if hasattr(value, "shape") else value

question = json.load(sys.stdin)
names = {}
exec(question["begin"], names)
answers = {}
for text in question["calls"]:
    try:
        answers[text] = {"value": described(eval(text, names))}
    except Exception as error:
        answers[text] = {"error": f"{type(error).__name__}: {error}"}
print(json.dumps(answers, default=str))
"""
"""Prints the shape of what each call returns, a list of shapes for several."""

ROUGH = {
    *(Effect.KEEPS_BATCH, Effect.LOOSE, Effect.OTHER_ROWS, Effect.OTHER_COLUMNS, Effect.VECTOR, Effect.CHOSEN),
    *(Effect.MASKED, Effect.SYMBOLS),
}
"""Effects that leave some lengths open; of the others the whole shape is known."""

ROWS = [
    row
    for row in FUNCTIONS
    if not row.gone and row.effect in {*CALLS, Effect.ELEMENTWISE} and not row.homes.startswith("builtins")
]
SAMPLES = [sample for row in ROWS for sample in samples(row) if sample.name not in NOT_RUN]


def begin(sample: Sample) -> str:
    """Return what a program has before a call."""
    return START + SETUP["np" if sample.name.startswith("np.") else "tf"]


@cache
def real() -> dict[str, Any]:
    """Return what the libraries return."""
    answers: dict[str, Any] = {}
    for setup in SETUP.values():
        calls = sorted({sample.text for sample in SAMPLES if begin(sample) == START + setup})
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            input=json.dumps({"begin": START + setup, "calls": calls}),
            capture_output=True,
            text=True,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"},
            check=True,
        )
        answers.update(json.loads(done.stdout.splitlines()[-1]))
    return answers


@cache
def known() -> dict[str, Value]:
    """Return what the interpreter makes of the calls."""
    values: dict[str, Value] = {}
    for setup in SETUP.values():
        calls = sorted({sample.text for sample in SAMPLES if begin(sample) == START + setup})
        lines = [START + setup, *(f"value_{number} = {text}" for number, text in enumerate(calls))]
        module = Module("sample.py", None, parse("\n".join(lines)))
        Interpreter(3, Project(), always("tensorflow")).run_module(module)
        values.update({text: module.names[f"value_{number}"] for number, text in enumerate(calls)})
    return values


def contradiction(value: Value, found: Any, exact: bool) -> str:
    """Return in what a value differs from what is known of it, "" for nothing.

    Args:
        value: what the interpreter knows.
        found: the shape, or the list of shapes, or the number that it really is.
        exact: the whole shape must be known.
    """
    if isinstance(value, Items) and isinstance(found, list) and value.counted:
        if len(value.items) != len(found):
            return f"{len(value.items)} items, really {len(found)}"
        return next(
            (text for pair in zip(value.items, found, strict=True) if (text := contradiction(*pair, exact))), ""
        )
    if isinstance(value, Const):
        return "" if value.value == found else f"{value.value!r}, really {found!r}"
    if not isinstance(value, TensorValue):
        return "nothing known" if exact else ""
    shape = value.info.shape
    if not isinstance(found, list):
        found = []
    if shape is None:
        rows = value.info.batch
        return (
            "no shape known"
            if exact
            else ""
            if rows is None or found[:1] == [rows]
            else f"batch of {rows}, really {found}"
        )
    fits = len(shape) == len(found) and all(a in (None, b) for a, b in zip(shape, found, strict=True))
    return "" if fits and not (exact and None in shape) else f"{shape}, really {found}"


def exact(sample: Sample) -> bool:
    """Whether the whole shape must be known."""
    return sample.effect not in ROUGH and sample.name not in OPEN


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.text)
def test_what_comes_out_is_as_the_interpreter_knows_it(sample: Sample) -> None:
    answer = real()[sample.text]
    assert "error" not in answer
    assert contradiction(known()[sample.text], answer["value"], exact(sample)) == ""


@pytest.mark.parametrize("name", sorted(NOT_RUN))
def test_every_exception_has_a_row(name: str) -> None:
    assert name in {sample.name for row in ROWS for sample in samples(row)}
