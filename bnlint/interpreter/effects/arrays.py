"""Methods of tensors, arrays and variables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Const, Items, TensorValue, Value
from bnlint.interpreter.effects.operands import with_other_rows
from bnlint.interpreter.machine import Machine
from bnlint.libraries.schema import Place


def same_tensor(run: Machine, value: TensorValue, call: Call) -> Value:
    """A method whose result has the same shape and rows."""
    return TensorValue(replace(value.info, direct=None), value.node)


def reshape(run: Machine, value: TensorValue, call: Call) -> Value:
    """``tensor.reshape(shape)`` or ``tensor.reshape(2, 3)``."""
    handed = call.args
    loose = call.open or not handed
    target = tensors.shape_from(handed[0] if len(handed) == 1 else Items(list(handed), "tuple", loose))
    return tensors.reshaped(value, target, run.site(call.frame, call.node))


def reduce(run: Machine, value: TensorValue, call: Call) -> Value:
    """``tensor.mean(axis)`` and its kin."""
    keep = call.kwargs.get("keepdims")
    if call.open:
        return tensors.like(value, None)
    return tensors.reduced(value, call.role("axis"), isinstance(keep, Const) and bool(keep.value))


def flatten(run: Machine, value: TensorValue, call: Call) -> Value:
    """``tensor.flatten()``."""
    return tensors.like(value, (None,))


def shape(run: Machine, value: TensorValue, call: Call) -> Value:
    """``tensor.get_shape()``."""
    known = value.info.shape
    return UNKNOWN if known is None else Items([UNKNOWN if d is None else Const(d) for d in known], "tuple")


def listed(run: Machine, value: TensorValue, call: Call) -> Value:
    """``array.tolist()``."""
    rows = value.info.shape[0] if value.info.shape else None
    one = tensors.row(value)
    known = rows is not None and rows <= _MAX_LISTED
    return Items([one] * (rows or 0), "list") if known else Items([], "list", True, one)


_MAX_LISTED = 64
"""A longer list is nobody's batch by hand."""


def like_function(effect: Callable[[Machine, Call], Value]) -> Callable[[Machine, TensorValue, Call], Value]:
    """Return a method that does what a function does with the array as its first argument ``x``."""

    def method(run: Machine, value: TensorValue, call: Call) -> Value:
        handed = call.passing(
            [value, *call.args],
            call.kwargs,
            {key + 1 if isinstance(key, int) else key: node for key, node in call.sites.items()},
            call.open,
            {"x": Place(0, "x"), **{role: _behind(place) for role, place in call.roles.items()}},
        )
        return effect(run, handed)

    return method


def _behind(place: Place) -> Place:
    return place if place.position is None else place._replace(position=place.position + 1)


def not_understood(run: Machine, value: TensorValue, call: Call) -> Value:
    """A method that gives a tensor of unknown shape, with rows of its own."""
    return with_other_rows(value, None)
