"""Methods of tensors, arrays and variables."""

from __future__ import annotations

from dataclasses import replace

from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Const, Items, TensorValue, Value
from bnlint.interpreter.machine import Machine


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
    return tensors.reduced(value, call.role("axis"), isinstance(keep, Const) and bool(keep.value))


def flatten(run: Machine, value: TensorValue, call: Call) -> Value:
    """``tensor.flatten()``."""
    return tensors.like(value, (None,))


def shape(run: Machine, value: TensorValue, call: Call) -> Value:
    """``tensor.get_shape()``."""
    known = value.info.shape
    return UNKNOWN if known is None else Items([UNKNOWN if d is None else Const(d) for d in known], "tuple")


def not_understood(run: Machine, value: TensorValue, call: Call) -> Value:
    """A method that gives a tensor of unknown shape."""
    return tensors.like(value, None)
