"""Numbers that a search over settings tries, one after the other: of each is known between which others it lies."""

from __future__ import annotations

from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Const, Span, Value
from bnlint.libraries.searches import CHOOSES, SUGGESTS


def suggested(name: str, call: Call) -> Span | None:
    """Return what ``trial.suggest_float(name, low, high)`` and its kin give, None for other calls.

    Args:
        name: of the method.
        call: its call.
    """
    if call.open:
        return None
    if name in CHOOSES:
        return between(sequence(call.get(1, CHOOSES[name]) or UNKNOWN) or [])
    if name in SUGGESTS:
        return between([call.get(at, end) or UNKNOWN for at, end in enumerate(SUGGESTS[name], 1)])
    return None


def between(values: list[Value]) -> Span | None:
    """Return what lies between numbers that are all known."""
    numbers = [value.value for value in values if isinstance(value, Const) and type(value.value) in (int, float)]
    return Span(min(numbers), max(numbers)) if numbers and len(numbers) == len(values) else None
