"""``for`` and ``while``: read round by round where the rounds are known, else once for any number of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.containers import (
    any_of,
    are_layers,
    element_of,
    is_grown,
    layers_perhaps,
    sequence,
    truth,
)
from bnlint.interpreter.domain.flow import Flow, Left
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.tensors import dataset_element
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Const,
    Counter,
    Dataset,
    Items,
    Optional,
    TensorValue,
    Value,
    Variables,
)
from bnlint.interpreter.language.backward import goes_back, switch_gradients
from bnlint.interpreter.language.iterated import iterated
from bnlint.interpreter.machine import Machine
from bnlint.libraries.habits import JOINS
from bnlint.syntax.words import dotted, names_in, words_of

_MAX_UNROLL, _MAX_LAYERS = 40, 400
"""Iterations of a known loop that are read one by one; of one over layers, which ``call`` runs through."""
_IDLE_STEPS = 500
"""Work in a known loop without any event or layer, after which the rest is read as a loop of unknown length."""
_REPEATED_STEPS = 3_000
"""Work in a known loop whose last round only asked layers for what they were asked before, likewise."""


def for_(run: Machine, node: Any, frame: Frame) -> Flow:
    """``for target in source``."""
    source = iterated(run, run.evaluate(node.iter, frame), node.iter, frame)
    if run.state.failed:
        return Flow.OUT
    if isinstance(source, Variables) and run.on_torch:
        switch_gradients(run, node, source, frame)
    known = sequence(source)
    if known is None:
        known = _only_batch(source)
    rounds = _rounds(source, known)
    if known is None:
        known = _told_apart(node) or layers_perhaps(source)
    run.context.loops.append("data" if _holds_batches(source) else "other")
    before = len(run.nesting.loop_names)
    run.nesting.loop_names.extend(words_of(node.iter))
    run.nesting.for_loops.append(node)
    try:
        with run.stepping(goes_back(run, node, frame.module)):
            if known is not None and len(known) <= (_MAX_LAYERS if are_layers(known) else _MAX_UNROLL):
                with run.state.leaving(Left.ROUND):
                    left = _each(run, node, known, frame, rounds)
            else:
                one = _counted_layer(node, known, frame) or _any_batch(known) or element_of(source)
                left = _any_number(run, node, one, frame, rounds)
    finally:
        run.context.loops.pop()
        run.nesting.for_loops.pop()
        del run.nesting.loop_names[before:]
    if left is not None:
        return left
    return Flow.ON if node.orelse is None else run.block(node.orelse.body, frame)


def _any_batch(known: list[Value] | None) -> Value | None:
    """Return what holds of each of many tensors, or of tuples of some, over which a loop goes; None for anything else.

    Args:
        known: what it goes through.
    """
    firsts = (item.items[0] if isinstance(item, Items) and item.items else item for item in known or [NONE])
    return any_of(Items(known or [])) if all(isinstance(first, TensorValue) for first in firsts) else None


def _counted_layer(node: Any, known: list[Value] | None, frame: Frame) -> Counter | None:
    """Return what counts the layers of a model that a long loop freezes: ``for i in range(100)``."""
    numbers = [item.value for item in known or () if isinstance(item, Const) and type(item.value) is int]
    if not numbers or len(numbers) != len(known or ()) or "trainable" not in frame.module.tree.tells(node, names_in):
        return None
    in_order = numbers == list(range(numbers[0], numbers[-1] + 1))
    return Counter(slice(numbers[0], numbers[-1] + 1)) if in_order else None


def _rounds(source: Value, known: list[Value] | None) -> int | None:
    """Return how many rounds a loop has, None where nobody knows.

    Args:
        source: what it goes through.
        known: its items, where they are known one by one.
    """
    if known is None:
        return source.batches if isinstance(source, Dataset) else None
    return None if is_grown(source) else len(known)


def _holds_batches(source: Value) -> bool:
    """Whether a loop goes through batches; a single one of a known data set is none to go through."""
    return source.batches != 1 if isinstance(source, Dataset) else _is_stack_of_batches(source)


def _only_batch(source: Value) -> list[Value] | None:
    """Return the batch of a data set that has no other, or none where even that is dropped."""
    if not isinstance(source, Dataset) or source.batches is None or source.batches > 1:
        return None
    return [dataset_element(source)] * source.batches


def _told_apart(node: Any) -> list[Value] | None:
    """Return the rounds of a loop of unknown length that a test of its counter tells apart, and one of the others.

    ``for i in range(n): if i < 3: ...``: nobody would ask that of a loop that never gets there.
    """
    counts = type(node.iter) is cst.Call and len(node.iter.args) == 1 and dotted(node.iter.func) == "range"
    if not counts or type(node.target) is not cst.Name:
        return None
    for statement in node.body.body:
        limit = _limit(statement.test, node.target.value) if type(statement) is cst.If else None
        if limit is not None and limit < _MAX_UNROLL and not _only_sets_values(statement.body):
            return [Const(number) for number in range(limit + 1)]
    return None


def _only_sets_values(block: Any) -> bool:
    """Whether a block does no more than to give names and entries plain values (the strides of a stage's blocks)."""
    return all(type(line) is cst.SimpleStatementLine and all(map(_is_plain, line.body)) for line in block.body)


def _is_plain(small: Any) -> bool:
    if type(small) is not cst.Assign or isinstance(small.value, (cst.Call, cst.IfExp)):
        return False
    return all(isinstance(each.target, (cst.Name, cst.Subscript)) for each in small.targets)


def _limit(test: Any, counter: str) -> int | None:
    """Return the number of rounds for which ``counter < number`` holds, or does not."""
    if type(test) is not cst.Comparison or len(test.comparisons) != 1 or dotted(test.left) != counter:
        return None
    target = test.comparisons[0]
    if type(target.comparator) is not cst.Integer:
        return None
    number = int(target.comparator.evaluated_value)
    if isinstance(target.operator, (cst.LessThan, cst.GreaterThanEqual)):
        return number
    return number + 1 if isinstance(target.operator, (cst.LessThanEqual, cst.GreaterThan)) else None


def _each(run: Machine, node: Any, items: list[Value], frame: Frame, rounds: int | None) -> Flow | None:
    """Read the rounds one by one; return where control goes if it does not leave the loop at its end."""
    begun, marks = run.budget.steps, run.progress()
    first = last = len(run.testimony.events)
    for at, item in enumerate(items):
        work = run.budget.steps - begun
        if (work > _IDLE_STEPS and run.progress() == marks) or (
            work > _REPEATED_STEPS and _asks_again(run, first, last)
        ):
            run.assign_target(node.target, UNKNOWN, frame)
            _blurred(run, lambda: run.block(node.body, frame), None if rounds is None else rounds - at)
            return Flow.ON
        last = len(run.testimony.events)
        with run.counting(None if rounds is None else 1):
            flow = _round(run, node, item, frame)
        if flow is Flow.BREAK:
            return Flow.ON
        if flow is Flow.OUT:
            return flow
    return None


def _asks_again(run: Machine, first: int, last: int) -> bool:
    """Whether the last round only ran layers outside training that an earlier one ran at the same places.

    A game that is played to its end by searching a tree runs the same network hundreds of times.

    Args:
        run: the interpreter.
        first: the number of events before the loop.
        last: that before its last round.
    """
    events = run.testimony.events
    asked = {_question(event) for event in events[last:]}
    return bool(asked) and None not in asked and asked <= {_question(event) for event in events[first:last]}


def _question(event: ev.Event) -> tuple[int, int] | None:
    """Return which layer an event asks for its output and where, by ``id``; None if it does anything else."""
    if isinstance(event, ev.Predicted):
        return id(event.site.node), id(event.model)
    if isinstance(event, ev.LayerCalled) and not event.tapes and event.mode != "training":
        return id(event.site.node), id(event.layer)
    return None


def _round(run: Machine, node: Any, item: Value, frame: Frame) -> Flow:
    if isinstance(item, Optional):
        return _perhaps(run, node, item.value, frame)
    run.assign_target(node.target, item, frame)
    return run.block(node.body, frame)


def _perhaps(run: Machine, node: Any, item: Value, frame: Frame) -> Flow:
    """Read the round of an item that may not be in the list: what follows holds with it and without."""
    run.state.branches(lambda: _round(run, node, item, frame) is not Flow.OUT, lambda: True)
    return Flow.ON


def _any_number(run: Machine, node: Any, item: Value, frame: Frame, rounds: int | None) -> Flow | None:
    """Read a loop over items that are not known one by one; return as ``_each`` does."""

    def body() -> Flow:
        _forget_counters(run, node, frame)
        return _round(run, node, item, frame)

    return Flow.ON if _blurred(run, body, rounds) is Flow.OUT else None


def _forget_counters(run: Machine, node: Any, frame: Frame) -> None:
    """What counts or collects the rounds of a loop of unknown length is in one of them not what it is in the first."""
    for name in _counters(node.body):
        value = frame.names.get(name)
        if isinstance(value, Const):
            run.state.store(frame.names, name, UNKNOWN)
        elif isinstance(value, Items):
            run.state.store(frame.names, name, replace(value, grown=True))


def _counters(block: Any) -> Iterator[str]:
    """Yield the names that a block adds to, numbers or rows."""
    for statement in block.body:
        if type(statement) is cst.SimpleStatementLine:
            yield from filter(None, map(_counted, statement.body))
        elif not isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
            for part in (statement, getattr(statement, "orelse", None)):
                inner = getattr(part, "body", None)
                if isinstance(inner, cst.BaseSuite):
                    yield from _counters(inner)


def _counted(small: Any) -> str | None:
    """Return the name to which a statement adds: ``i += 1``, ``i = i + 1``, ``rows = rows + [row]``."""
    if type(small) is cst.AugAssign:
        adds = isinstance(small.operator, (cst.AddAssign, cst.SubtractAssign)) and type(small.value) is cst.Integer
        return dotted(small.target) if adds and type(small.target) is cst.Name else None
    if type(small) is not cst.Assign or type(small.targets[0].target) is not cst.Name:
        return None
    name = small.targets[0].target.value
    return name if _lengthens(small.value, name) else None


def _lengthens(node: Any, name: str) -> bool:
    """Whether an expression is what a name holds and something more."""
    if type(node) is cst.IfExp:
        return _lengthens(node.body, name) or _lengthens(node.orelse, name)
    if type(node) is cst.BinaryOperation:
        return dotted(node.left) == name and isinstance(node.right, (cst.Integer, cst.List))
    if type(node) is not cst.Call or dotted(node.func) not in _LENGTHENS or not node.args:
        return False
    first = node.args[0].value
    parts = [part.value for part in first.elements] if isinstance(first, (cst.List, cst.Tuple)) else [first]
    return name in map(dotted, parts)


_LENGTHENS = frozenset(f"{name}.{function}" for name in ("np", "numpy") for function in JOINS)


def _is_stack_of_batches(source: Value) -> bool:
    """Whether a loop over a tensor gets whole examples; over a list of numbers it may try out settings."""
    return isinstance(source, TensorValue) and source.info.shape is not None and len(source.info.shape) > 1


def _blurred(run: Machine, body: Callable[[], Flow], rounds: int | None = None) -> Flow:
    """Read a loop of any length: once, and once more when the first round changed what is trainable."""
    flows: list[Flow] = []

    def once() -> None:
        with run.state.leaving(Left.ROUND):
            flows.append(body())

    before = len(run.testimony.events)
    run.nesting.loop_depths.append(run.state.depth + 1)
    try:
        with run.counting(rounds):
            run.state.widen_after(once)
            if flows[0] is Flow.ON and any(isinstance(e, ev.TrainableSet) for e in run.testimony.events[before:]):
                run.state.widen_after(once)
    finally:
        run.nesting.loop_depths.pop()
    return flows[-1]


def while_(run: Machine, node: Any, frame: Frame) -> Flow:
    """``while test``."""
    known = truth(run.evaluate(node.test, frame))
    if known is False:
        return Flow.ON
    run.context.loops.append("other")

    def body() -> Flow:
        _forget_counters(run, node, frame)
        return run.block(node.body, frame)

    try:
        with run.stepping(goes_back(run, node, frame.module)):
            flow = _blurred(run, body)
    finally:
        run.context.loops.pop()
    return flow if flow is Flow.OUT and known and not _breaks(node.body) else Flow.ON


def _breaks(block: Any) -> bool:
    """Whether a block breaks out of the loop that it is in."""
    return any(map(_may_break, block.body))


def _may_break(node: Any) -> bool:
    """Whether a statement, or a clause of one, breaks out of the loop that it is in."""
    if type(node) is cst.SimpleStatementLine:
        return type(node.body[0]) is cst.Break
    ends = [getattr(node, name, None) for name in ("orelse", "finalbody")]
    clauses = [*getattr(node, "handlers", ()), *getattr(node, "cases", ()), *(end for end in ends if end is not None)]
    apart = isinstance(node, (cst.For, cst.While, cst.FunctionDef, cst.ClassDef, cst.Match))
    return (not apart and _breaks(node.body)) or any(map(_may_break, clauses))
