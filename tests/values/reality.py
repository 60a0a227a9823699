"""Runs the programs on the Keras of this process and prints the values of their lines as JSON."""

from __future__ import annotations

import contextlib
import json
import runpy
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from tests.share import share
from tests.values import expectations, programs
from tests.values.steps import FITS, SETUP


def describe(value: Any) -> str:
    """Describe a real value in the words of the expectations."""
    kind = type(value).__name__
    if type(value).__module__ == "numpy" and not value.shape:
        return "tensor()"
    if value is None or isinstance(value, (bool, int, float, str, bytes, type(...))):
        return repr(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key!r}: {describe(item)}' for key, item in value.items())}}}"
    if isinstance(value, type) or kind in ("function", "builtin_function_or_method"):
        return str(value.__name__)
    if kind.endswith("Dataset"):
        return f"dataset of {describe(next(iter(value)))}"
    if hasattr(value, "shape") and hasattr(value, "dtype") and not callable(value):
        return f"{'symbolic' if kind == 'KerasTensor' else 'tensor'}{tuple(value.shape)}"
    if kind in ("Namespace", "SimpleNamespace"):
        return f"namespace {describe(vars(value))}"
    if isinstance(value, (set, frozenset)):
        return f"{{{', '.join(map(describe, sorted(value)))}}}"
    if isinstance(value, tuple) or kind == "TensorShape":
        return f"({', '.join(map(describe, value))})"
    if isinstance(value, Iterable) and not hasattr(value, "call"):
        items = list(value)
        if items and all(hasattr(item, "assign") for item in items):
            return "variables"
        return f"[{', '.join(map(describe, items))}]"
    return "optimizer" if hasattr(value, "apply_gradients") else "Model" if kind == "Functional" else kind


def steps(fit: str) -> int:
    """Return how many training steps a call takes."""
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(sys.stderr):
        exec(SETUP + fit, names)
    return int(names["model"].optimizer.iterations)


def fits(dialect: int) -> list[str]:
    """Return the calls of ``fit`` whose turn it is on a dialect of Keras."""
    return share(list(FITS), 6, dialect)


def main(dialect: int) -> None:
    """Print program, name and value of each expectation, and the steps of each fit."""
    found: dict[str, dict[str, Any]] = {"steps": {fit: steps(fit) for fit in fits(dialect)}}
    for program in programs(dialect):
        names = runpy.run_path(str(program), run_name="__main__")
        found[program.name] = {line.name: describe(names[line.name]) for line in expectations(program)}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
