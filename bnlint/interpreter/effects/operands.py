"""What the effects on tensors share: the operands of a call, and what becomes of their first axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.tensors import Shape
from bnlint.interpreter.domain.values import UNKNOWN, Const, TensorValue, Value
from bnlint.interpreter.machine import Machine


def tensor_of(call: Call, role: str = "x") -> TensorValue:
    """Return an argument as a tensor: unknown values are tensors of unknown kind."""
    value = call.role(role)
    return tensors.of_kind(UNKNOWN if value is None else value)


def number_of(call: Call, role: str) -> int | None:
    """Return an argument that is a whole number, None where it is not known."""
    value = call.role(role)
    return value.value if isinstance(value, Const) and isinstance(value.value, int) else None


def is_missing(call: Call, role: str) -> bool:
    """Whether an argument is not given, or given as ``None``."""
    value = call.role(role)
    if value is None:
        return not call.open
    return isinstance(value, Const) and value.value is None


def is_flag(value: Value) -> bool:
    """Whether a value is a truth that somebody passed or left at its default, as training flags are."""
    return isinstance(value, Const) and isinstance(value.value, bool) and bool(value.origin)


def all_of(call: Call) -> list[Value]:
    """Return all arguments."""
    return [*call.args, *call.kwargs.values()]


def tensors_in(values: Sequence[Value]) -> list[TensorValue]:
    """Return the tensors among values, and inside of them."""
    return [tensor for value in values for tensor in tensors.flat(value)]


def combined(run: Machine, found: list[TensorValue], shape: Shape | None, operands: Sequence[Value]) -> TensorValue:
    """Return the result of an operation on tensors: where another operand is unknown it may be a KerasTensor's."""
    result = tensors.merge(found, shape)
    result = tensors.mixed(result) if UNKNOWN in operands else result
    if result.info.kind == "concrete" and UNKNOWN in operands and not run.context.tapes:
        return TensorValue(replace(result.info, kind=None), result.node)
    return result


def nothing_certain(run: Machine) -> TensorValue:
    """Return a tensor that may be a KerasTensor, which no tape records."""
    return TensorValue(ev.Tensor("concrete" if run.context.tapes else None))


def with_other_rows(value: TensorValue, shape: Shape | None, site: ev.Site | None = None) -> TensorValue:
    """Return a tensor made of another one, whose first axis is a new one; ``site`` decides a batch of one."""
    front = site if shape and shape[0] == 1 else None
    info = replace(value.info, shape=shape, batch=None, batch_site=front, per_replica=None, direct=None)
    return TensorValue(info, value.node)


def reshaped(value: TensorValue, shape: Shape | None, first_axis_stays: bool, site: ev.Site) -> TensorValue:
    """Return a tensor of another shape.

    Args:
        value: the tensor that it is made of.
        shape: the new shape.
        first_axis_stays: the rows are those of the tensor.
        site: where that happens, which decides a batch of one.
    """
    return tensors.like(value, shape) if first_axis_stays else with_other_rows(value, shape, site)


def product_of(numbers: Shape | None) -> int | None:
    """Return the product of dimensions, None where one is not known."""
    total: int | None = 1
    for number in (None,) if numbers is None else numbers:
        total = None if total is None or number is None else total * number
    return total


def axis_in(value: TensorValue, axis: int | None) -> int | None:
    """Return an axis of a tensor counted from the front, None where it is not known or not there."""
    shape = value.info.shape
    return None if shape is None or axis is None else place(axis, len(shape))


def leaves_rows(value: TensorValue, axis: int | None) -> bool:
    """Whether a change along an axis leaves the first one alone; of an unknown rank the last axis is another one."""
    at = axis_in(value, axis)
    return axis not in (None, 0) if at is None else at > 0


def place(axis: int, rank: int) -> int | None:
    """Return an axis counted from the front, None where there is no such axis."""
    return axis % rank if -rank <= axis < rank else None
