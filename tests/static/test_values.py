"""What the interpreter makes of expressions, line by line: ``tests/runtime/test_values.py`` runs the same lines."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bnlint.events import always
from bnlint.interpreter.core import Interpreter
from bnlint.interpreter.domain.values import (
    Choice,
    Class,
    Const,
    Dataset,
    External,
    Function,
    Items,
    Mapping,
    Module,
    Object,
    Optimizer,
    Optional,
    TensorValue,
    Value,
    Variables,
)
from bnlint.interpreter.modules import Project
from bnlint.syntax.trees import parse
from tests.values import PROGRAMS, Expectation, expectations

CASES = [
    pytest.param(program, expected, id=f"{program.stem}-{expected.name}")
    for program in PROGRAMS
    for expected in expectations(program)
]


def describe(value: Value) -> str:
    """Describe what is known of a value in the words of the expectations."""
    if isinstance(value, Const):
        return repr(value.value)
    if isinstance(value, Items) and value.items and all(isinstance(item, Variables) for item in value.items):
        return "variables"
    if isinstance(value, Items):
        left, right = {"tuple": ("(", ")"), "set": ("{", "}")}.get(value.kind, ("[", "]"))
        items = list(map(_entry, value.items))
        loose = value.open or value.grown or any(isinstance(item, Optional) for item in value.items)
        while loose and items[-1:] == ["?"]:
            items.pop()
        return left + ", ".join([*items, *(_rest(value.element) if loose else ())]) + right
    if isinstance(value, Mapping):
        pairs = [f"{key!r}: {_entry(item)}" for key, item in value.items.items() if not str(key).startswith("?")]
        return ("namespace " if value.namespace else "") + "{" + ", ".join([*pairs, *["..."] * value.open]) + "}"
    if isinstance(value, TensorValue):
        kind = {"concrete": "tensor", "symbolic": "symbolic", None: "?"}[value.info.kind]
        shape = value.info.shape
        return f"{kind}(...)" if shape is None else f"{kind}{shape}".replace("None", "?")
    if isinstance(value, Dataset):
        return f"dataset of {describe(value.element)}"
    if isinstance(value, Optional):
        return f"{describe(value.value)} or None"
    if isinstance(value, Choice):
        return " or ".join(map(describe, value.options))
    if isinstance(value, Variables):
        return "variables" + " or ?" * value.unknown
    if isinstance(value, Object):
        return value.layer.class_name if value.layer is not None else value.cls.name if value.cls is not None else "?"
    if isinstance(value, (Class, Function)):
        return value.name
    if isinstance(value, External):
        return value.name.rpartition(".")[2]
    return "optimizer" if isinstance(value, Optimizer) else "?"


def _entry(item: Value) -> str:
    """Describe an item: what may not be there says nothing of its place."""
    return "?" if isinstance(item, Optional) else describe(item)


def _rest(element: Value) -> tuple[str, ...]:
    known = _entry(element)
    return ("...",) if known == "?" else ("...", known)


@cache
def names_of(program: Path) -> dict[str, Value]:
    """Return what the names of a program hold after it."""
    module = Module(str(program), program, parse(program.read_text(encoding="utf-8")))
    Interpreter(3, Project(), always("tensorflow")).run_module(module)
    return module.names


@pytest.mark.parametrize(("program", "expected"), CASES)
def test_the_interpreter_knows(program: Path, expected: Expectation) -> None:
    assert describe(names_of(program)[expected.name]) == expected.value, f"{program.name}:{expected.line}"
