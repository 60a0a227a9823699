"""Decorators, and what they make of functions."""

from __future__ import annotations

from typing import Any

import libcst as cst

from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import UNKNOWN, Bound, External, Function, Value
from bnlint.interpreter.language.calling import call_value
from bnlint.interpreter.machine import Machine
from bnlint.libraries.decorators import DOES
from bnlint.syntax.words import dotted

_CHANGES: dict[str, dict[str, Any]] = {
    "static": {"kind": "static"},
    "class": {"kind": "class"},
    "property": {"kind": "property"},
    "cached property": {"kind": "property", "cached": True},
    "setter": {"kind": "setter"},
    "cached": {"cached": True},
    "manager": {"manager": True},
    "compiled": {"compiled": True},
}
"""What becomes of a function, by what its decorator does."""


def decorate(run: Machine, function: Function, decorators: Any, frame: Frame) -> None:
    """Apply the decorators that matter; the program's own run (registries), and leave the function as it is."""
    for decorator in decorators:
        does = DOES.get(name_of(run, decorator.decorator, frame).rpartition(".")[2])
        if does == "compiled" and run.evaluate(decorator.decorator, frame) is UNKNOWN:
            continue  # nobody knows whose ``function`` it is
        if does is None:
            run_decorator(run, function, decorator.decorator, frame)
            continue
        for attribute, value in _CHANGES[does].items():
            setattr(function, attribute, value)


def name_of(run: Machine, node: Any, frame: Frame) -> str:
    """Return a decorator's name, as it is written; what a single name was imported as where a library has it."""
    plain = node.func if isinstance(node, cst.Call) else node
    value = run.evaluate(plain, frame) if isinstance(plain, cst.Name) else UNKNOWN
    return value.name if isinstance(value, External) else dotted(plain)


def run_decorator(run: Machine, decorated: Value, node: Any, frame: Frame) -> None:
    """Run a decorator of the program's own for what it notes down; a wrapper that it returns is looked through."""
    decorator = run.evaluate(node, frame)
    if isinstance(decorator, (Function, Bound)):
        call_value(run, decorator, Call(node, frame, [decorated]))
