"""Decorators, and what they make of functions."""

from __future__ import annotations

from typing import Any

import libcst as cst

from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import UNKNOWN, Bound, External, Function, Value
from bnlint.interpreter.language.calling import call_value
from bnlint.interpreter.machine import Machine
from bnlint.syntax.words import dotted


def decorate(run: Machine, function: Function, decorators: Any, frame: Frame) -> None:
    """Apply the decorators that matter; the program's own run (registries), and leave the function as it is."""
    for decorator in decorators:
        last = _decorator_name(run, decorator.decorator, frame)
        if last == "staticmethod":
            function.kind = "static"
        elif last == "classmethod":
            function.kind = "class"
        elif last in ("property", "cached_property", "lazyproperty", "lazy_property"):
            function.kind = "property"
            function.cached = last != "property"
        elif last == "setter":
            function.kind = "setter"
        elif last in ("function", "defun") and run.evaluate(decorator.decorator, frame) is not UNKNOWN:
            function.compiled = True
        elif last in ("lru_cache", "cache"):
            function.cached = True
        elif last in ("contextmanager", "asynccontextmanager"):
            function.manager = True
        else:
            run_decorator(run, function, decorator.decorator, frame)


def _decorator_name(run: Machine, node: Any, frame: Frame) -> str:
    """Return the last part of a decorator's name, that of its library if it is one of a library."""
    plain = node.func if isinstance(node, cst.Call) else node
    value = run.evaluate(plain, frame) if isinstance(plain, cst.Name) else UNKNOWN
    return (value.name if isinstance(value, External) else dotted(plain)).rpartition(".")[2]


def run_decorator(run: Machine, decorated: Value, node: Any, frame: Frame) -> None:
    """Run a decorator of the program's own for what it notes down; a wrapper that it returns is looked through."""
    decorator = run.evaluate(node, frame)
    if isinstance(decorator, (Function, Bound)):
        call_value(run, decorator, Call(node, frame, [decorated]))
