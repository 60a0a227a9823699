"""``if len(rows) == batch_size:``: a list that a loop fills holds so many rows there, and so does one beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

import libcst as cst

from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import Const, Items
from bnlint.interpreter.machine import AS_BEFORE, Machine
from bnlint.syntax.words import dotted, nodes_in

_MAX_ROWS = 64


def full(run: Machine, test: Any, frame: Frame, answer: bool) -> AbstractContextManager[None]:
    """Read one side of a test that asks whether a list is as long as a batch.

    Args:
        run: the interpreter.
        test: what is asked.
        frame: where it is asked.
        answer: what it is on this side.
    """
    name = _measured(test, frame) if answer and frame.function is not None else ""
    rows = _number(run, test.comparisons[0].comparator, frame) if name else 0
    if not 0 < rows <= _MAX_ROWS:
        return AS_BEFORE
    filled = {each: Items(items.items * rows, items.kind) for each, items in _filled_with(name, frame)}
    return run.state.instead(frame.names, filled)


def _measured(test: Any, frame: Frame) -> str:
    """Return the name of the list of which a test asks whether it is so long, "" for any other test."""
    if type(test) is not cst.Comparison or len(test.comparisons) != 1 or type(test.left) is not cst.Call:
        return ""
    asks = type(test.comparisons[0].operator) in (cst.Equal, cst.GreaterThanEqual) and len(test.left.args) == 1
    name = dotted(test.left.args[0].value) if asks and dotted(test.left.func) == "len" else ""
    return name if _is_filled(frame.names.get(name)) else ""


def _number(run: Machine, node: Any, frame: Frame) -> int:
    value = run.evaluate(node, frame) if type(node) in (cst.Integer, cst.Name, cst.Attribute) else None
    return value.value if isinstance(value, Const) and type(value.value) is int else 0


def _is_filled(value: Any) -> bool:
    """Whether a loop puts items of one kind into a list, and nothing else is in it."""
    return isinstance(value, Items) and value.grown and not value.open and len(value.items) == 1


def _filled_with(name: str, frame: Frame) -> Iterator[tuple[str, Items]]:
    """Yield the lists, by name, that the function fills in each round where it fills one: that one, too."""
    assert frame.function is not None
    added = [
        list(map(_added_to, block.body)) for block in nodes_in(frame.function.node) if type(block) is cst.IndentedBlock
    ]
    everywhere = [each for names in added for each in names if each]
    for each in next((names for names in added if name in names), ()):
        value = frame.names.get(each)
        if each and everywhere.count(each) == 1 and isinstance(value, Items) and _is_filled(value):
            yield each, value


def _added_to(statement: Any) -> str:
    """Return the name of the list that a statement adds one item to, "" for any other statement."""
    small = statement.body[0] if type(statement) is cst.SimpleStatementLine else None
    called = small.value.func if type(small) is cst.Expr and type(small.value) is cst.Call else None
    name, _, method = dotted(called).rpartition(".")
    return name if method == "append" and "." not in name else ""
