"""``value[...]``: entries of containers, and what a slice takes out of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.containers import content, element_of, hashable, one_of
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.indexing import index, is_newaxis, known_slice
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Configuration,
    Const,
    External,
    Items,
    Mapping,
    Optional,
    Selection,
    Slice,
    Statistics,
    TensorValue,
    Value,
    Variables,
)
from bnlint.interpreter.machine import Machine


def subscript(run: Machine, node: Any, frame: Frame) -> Value:
    """Evaluate ``value[...]``."""
    value = run.evaluate(node.value, frame)
    indices = [_index(run, element.slice, frame) for element in node.slice]
    if isinstance(value, Optional):
        value = value.value
    value = content(value)
    if value is UNKNOWN and is_newaxis(indices[0]):
        value = TensorValue(ev.Tensor())
    if isinstance(value, TensorValue):
        return index(value, indices, run.site(frame, node))
    if isinstance(value, Configuration):
        run.state.changing(value.model.history).edited = True  # what is taken out of it may be changed
    taking = _ENTRIES.get(type(value))
    return UNKNOWN if taking is None else taking(value, indices[0])


def _index(run: Machine, node: Any, frame: Frame) -> Value:
    if not isinstance(node, cst.Slice):
        return run.evaluate(node.value, frame)
    lower, upper, step = (
        run.evaluate(part, frame) if part is not None else None for part in (node.lower, node.upper, node.step)
    )
    return Slice(lower, upper, step)


def _of_items(value: Items, key: Value) -> Value:
    if isinstance(key, Slice):
        return _part_of_items(value, key)
    if isinstance(key, Const) and type(key.value) is int:
        inside = -len(value.items) <= key.value < len(value.items) and (not value.open or key.value >= 0)
        return value.items[key.value] if inside else element_of(value)
    if value.items and not value.open and all(item is value.items[0] for item in value.items):
        return value.items[0]
    return element_of(value)


def _part_of_items(value: Items, key: Slice) -> Value:
    taken = known_slice(key)
    if taken is not None and not value.open:
        return Items(value.items[taken], value.kind, grown=value.grown)
    element = element_of(value)
    if isinstance(element, Selection) and element.which == "some":
        element = Selection(element.model, "part")
    return Items([], "list", True, element)


def _of_constant(value: Const, key: Value) -> Value:
    """A character, or a part of a text."""
    if isinstance(key, Slice):
        taken = known_slice(key)
        is_text = taken is not None and isinstance(value.value, (str, bytes))
        return Const(value.value[taken]) if is_text else Items([], "list", True)
    if isinstance(value.value, str) and isinstance(key, Const) and type(key.value) is int:
        return Const(value.value[key.value]) if abs(key.value) < len(value.value) else UNKNOWN
    return UNKNOWN


def _of_mapping(value: Mapping, key: Value) -> Value:
    if isinstance(key, Const) and hashable(key.value):
        return value.items.get(key.value, UNKNOWN)
    entries = list(value.items.values())
    if value.open or not entries:
        return UNKNOWN
    if all(entry == entries[0] for entry in entries):
        return entries[0]
    return UNKNOWN if isinstance(key, Const) else one_of(entries)


def _itself(value: Value, key: Value) -> Value:
    return value


_ENTRIES: dict[type, Callable[[Any, Value], Value]] = {
    Items: _of_items,
    Const: _of_constant,
    Mapping: _of_mapping,
    External: _itself,
    Statistics: _itself,
    Variables: _itself,
}
"""What an entry of a value is, by the value's type."""
