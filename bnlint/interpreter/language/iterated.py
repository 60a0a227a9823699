"""Going through objects of the program's own classes: what ``__iter__`` gives, or ``__getitem__`` for each number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bnlint.interpreter.domain.classes import as_tuple, find_method
from bnlint.interpreter.domain.containers import content
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import UNKNOWN, Const, Function, Items, Object, Optional, Value
from bnlint.interpreter.language import functions
from bnlint.interpreter.machine import Machine

_MAX_ASKED = 40
"""Entries that are asked for one by one."""


def iterated(run: Machine, value: Value, node: Any, frame: Frame) -> Value:
    """Return what is gone through where a value is: the list that an object of the program gives, or is.

    Args:
        run: the machine.
        value: what stands in a loop, or is passed to ``zip`` and the like.
        node: where that is.
        frame: the names around.
    """
    inner = value.value if isinstance(value, Optional) else value
    if not isinstance(inner, Object) or inner.cls is None or inner.layer is not None:
        return value
    method, fields = find_method(inner.cls, "__iter__"), as_tuple(inner)
    if method is None and fields is not None:
        return fields
    if method is not None:
        found = functions.call_bound(run, method, inner, frame, node)
        return _by_next(run, inner, frame, node) if found is inner else found
    if content(inner) is not inner:
        return content(inner)
    getter = find_method(inner.cls, "__getitem__")
    return _by_number(run, inner, getter, frame, node) if getter is not None else value


def over(effect: Callable[[Machine, Call], Value]) -> Callable[[Machine, Call], Value]:
    """Return a function of a library that goes through its arguments, for which objects stand for what they give."""

    def called(run: Machine, call: Call) -> Value:
        call.args[:] = [iterated(run, value, call.node, call.frame) for value in call.args]
        return effect(run, call)

    return called


def entry_of(run: Machine, value: Value, key: Value, node: Any, frame: Frame) -> Value | None:
    """Return ``value[key]`` for an object whose class says what that is; None for anything else."""
    plain = isinstance(value, Object) and value.layer is None and content(value) is value
    getter = find_method(value.cls, "__getitem__") if isinstance(value, Object) and plain else None
    if getter is not None and isinstance(value, Object):
        return functions.call_bound(run, getter, value, frame, node, key)
    fields = as_tuple(value) if isinstance(value, Object) and plain else None
    index = key.value if isinstance(key, Const) and type(key.value) is int else None
    if fields is None or index is None or not -len(fields.items) <= index < len(fields.items):
        return None
    return fields.items[index]


def counted(run: Machine, value: Value, node: Any, frame: Frame) -> Value:
    """Return how many items the class of an object says that it has."""
    method = find_method(value.cls, "__len__") if isinstance(value, Object) and value.layer is None else None
    return functions.call_bound(run, method, value, frame, node) if method is not None else UNKNOWN


def _by_next(run: Machine, obj: Object, frame: Frame, node: Any) -> Value:
    """An object that is its own iterator: each item is what ``__next__`` gives."""
    method = find_method(obj.cls, "__next__")
    each = functions.call_bound(run, method, obj, frame, node) if method is not None else UNKNOWN
    return Items([], "list", True, each)


def _by_number(run: Machine, obj: Object, getter: Function, frame: Frame, node: Any) -> Value:
    length = counted(run, obj, node, frame)
    if isinstance(length, Const) and type(length.value) is int and length.value <= _MAX_ASKED:
        numbers = map(Const, range(length.value))
        return Items([functions.call_bound(run, getter, obj, frame, node, number) for number in numbers])
    return Items([], "list", True, functions.call_bound(run, getter, obj, frame, node, UNKNOWN))
