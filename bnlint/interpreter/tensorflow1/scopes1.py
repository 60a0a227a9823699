"""Arguments that functions of contrib and slim take from an ``arg_scope`` around."""

from __future__ import annotations

from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import UNKNOWN, Value
from bnlint.interpreter.machine import Machine
from bnlint.libraries import tensorflow1 as rows


def scoped(run: Machine, name: str, key: str) -> Value | None:
    """Return an argument that an ``arg_scope`` around supplies; UNKNOWN where one that is not known may."""
    for functions, values, *_ in reversed(list(run.nesting.supplied())):
        if functions is None:
            return UNKNOWN
        if name.rpartition(".")[2] in functions and key in values:
            return values[key]
    return None


def all_scoped(run: Machine, name: str) -> dict[str, Value]:
    """Return the arguments that the ``arg_scope`` blocks around supply for certain."""
    found: dict[str, Value] = {}
    for functions, values, *_ in run.nesting.supplied():
        if functions is None:
            found = dict.fromkeys(found, UNKNOWN)
        elif name.rpartition(".")[2] in functions:
            found.update(values)
    return found


def may_be_scoped(run: Machine, name: str, call: Call) -> bool:
    """Whether an ``arg_scope`` of a caller may supply arguments.

    What a program runs has no other scopes around than those that are seen.
    """
    uses_scopes = not run.read.called and (call.frame.module.speaks_of("arg_scope") or run.graph.has_arg_scopes)
    return name.startswith(rows.SCOPED_HOMES) and (bool(uses_scopes) or _is_decorated(call.frame))


def _is_decorated(frame: Frame) -> bool:
    """Whether a decorator around a function, or one that called it, opens scopes of its own."""
    around: Frame | None = frame
    while around is not None:
        if around.function is not None and around.function.scoped:
            return True
        around = None if around.called is None else around.called.frame
    return False
