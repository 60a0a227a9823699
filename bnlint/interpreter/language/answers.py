"""What a program does with the results of a model: to show, compare or decide by them is to ask for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import External, Items, Mapping, Method, TensorValue, Value
from bnlint.interpreter.machine import Machine
from bnlint.libraries.habits import ANSWERS, LEARNS, METRICS, SHOWS


def taken(run: Machine, values: Iterable[Value]) -> None:
    """Mark the calls that these values come from as asked for an answer."""
    if run.answers:
        for call in tensors.made_of(tensor for value in values for tensor in _inside(value)):
            if isinstance(call, ev.LayerCalled):
                call.answers = True


def echoed(run: Machine, value: Value) -> None:
    """Mark the calls of a notebook's own cells that a value comes from: a cell shows the last expression in it.

    A model that is called alone there, for its variables perhaps, is not asked for anything.
    """
    if run.answers:
        for call in tensors.made_of(_inside(value)):
            if isinstance(call, ev.LayerCalled) and not call.scopes and not call.unused_result:
                call.answers = True


def _inside(value: Value) -> Iterator[TensorValue]:
    """Yield the tensors in a value, and one that stands for those of a list of unknown length."""
    if isinstance(value, Items):
        for each in (*value.items, value.element):
            yield from _inside(each)
    elif isinstance(value, Mapping):
        for each in value.items.values():
            yield from _inside(each)
    else:
        yield from tensors.flat(value)


def fed(value: Value) -> None:
    """Mark the calls whose results go into a training step: a generator's, for its critic."""
    for call in tensors.made_of(tensors.flat(value)):
        if isinstance(call, ev.LayerCalled):
            call.feeds = True


def judged(value: Value, judge: ev.Layer) -> None:
    """Mark the calls of a training step whose results go into another network of that step, which learns with them.

    Args:
        value: what that network gets.
        judge: the network; one that comes with its weights measures, and judges nothing.
    """
    for call in tensors.made_of(tensors.flat(value)):
        if isinstance(call, ev.LayerCalled) and call.tapes and call.layer is not judge:
            call.judged = judge.pretrained is False


def taken_by_call(run: Machine, callee: Value, call: Call) -> None:
    """Mark the calls whose results a function gets that shows them or decides by them."""
    if asks(callee, call.node):
        instance = (callee.instance,) if isinstance(callee, Method) else ()
        taken(run, (*instance, *call.args, call.rest, *call.kwargs.values()))


def asks(callee: Value, node: Any) -> bool:
    """Whether a function shows what it gets, or decides by it."""
    if isinstance(callee, External):
        measures = callee.name.startswith(METRICS) and callee.name.endswith("()")
        return measures or callee.name.startswith(SHOWS) or callee.name.rpartition(".")[2] in ANSWERS
    if isinstance(callee, Method):
        return callee.name in ANSWERS
    func = getattr(node, "func", None)
    if type(func) is cst.Name:
        return func.value in ANSWERS
    return type(func) is cst.Attribute and func.attr.value in (*ANSWERS, LEARNS)
