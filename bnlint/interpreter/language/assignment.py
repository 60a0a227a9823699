"""Assignments: to names, attributes, elements and unpackings; and ``del``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import libcst as cst

from bnlint.interpreter.domain import states, tensors
from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import UNKNOWN, Const, Items, Object, Optional, Value, Weight
from bnlint.interpreter.language import attributes, backward, entries, operators
from bnlint.interpreter.language.binding import bind, is_read
from bnlint.interpreter.language.iterated import iterated
from bnlint.interpreter.machine import Machine


def assign_target(run: Machine, target: Any, value: Value, frame: Frame) -> None:
    """Assign a value to a name, attribute, element or unpacking."""
    kind = type(target)
    if kind is cst.Name:
        bind(run, target.value, value, frame)
        if run.returns_state and not is_read(target.value, frame):
            states.drop(value, run.site(frame, target))
    elif kind is cst.Tuple or kind is cst.List:
        _unpack(run, target, value, frame)
    elif kind is cst.Attribute:
        owner = run.evaluate(target.value, frame)
        attributes.store(run, owner, target.attr.value, value, frame, target)
    elif kind is cst.Subscript:
        entries.write(run, target, value, frame)


def _unpack(run: Machine, target: Any, value: Value, frame: Frame) -> None:
    handed = iterated(run, value, target, frame)
    for element, item in zip(target.elements, _shared_out(target.elements, handed), strict=True):
        assign_target(run, element.value, item, frame)


def _shared_out(elements: Sequence[Any], value: Value) -> list[Value]:
    """Return what each target of ``a, *b, c = value`` gets."""
    count = len(elements)
    starred = next((at for at, element in enumerate(elements) if type(element) is cst.StarredElement), None)
    known = _items(value, count)
    if known is not None and starred is None and len(known) == count:
        return known
    if known is not None and starred is not None and len(known) >= count - 1:
        end = starred + len(known) - (count - 1)
        return [*known[:starred], Items(known[starred:end]), *known[end:]]
    single = tensors.unpacked(value)
    return [Items([], "list", True, single) if at == starred else single for at in range(count)]


def _items(value: Value, count: int) -> list[Value] | None:
    """Return the items of a value; where there may be others those known are all if they are as many as the targets.

    One that may be None has its place: a function returns a model, or None, and the step to go on from.
    """
    inner = value.value if isinstance(value, Optional) else value
    if isinstance(inner, Items) and (len(inner.items) == count or (inner.kind == "tuple" and not inner.open)):
        return list(inner.items)
    known = sequence(value)
    return None if known is None else list(known)


def augmented(run: Machine, node: Any, frame: Frame) -> None:
    """Run ``target += value``."""
    old = run.evaluate(node.target, frame)
    value = run.evaluate(node.value, frame)
    name = type(node.operator).__name__.removesuffix("Assign")
    if isinstance(old, Weight) and run.on_torch:
        backward.changed(run, old, value, node, frame)  # in place
        return
    if isinstance(old, Items) and isinstance(value, Items) and name == "Add":
        run.state.replace(old, old.items + value.items)
        return
    counts = type(node.target) is cst.Attribute and name == "Add" and isinstance(value, Const) and value.value == 1
    # What counts the calls of a method has any value in one of them, not that of the first.
    assign_target(run, node.target, UNKNOWN if counts else operators.binary(run, name, old, value), frame)


def delete(run: Machine, target: Any, frame: Frame) -> None:
    """Delete entries of containers and attributes; a name that is gone is read no more."""
    kind = type(target)
    if kind is cst.Tuple:
        for element in target.elements:
            delete(run, element.value, frame)
    elif kind is cst.Attribute:
        owner = run.evaluate(target.value, frame)
        if isinstance(owner, Object):
            run.state.remove(owner.attrs, target.attr.value)
    elif kind is cst.Subscript:
        entries.delete(run, target, frame)
