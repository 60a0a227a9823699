"""Functions that put tensors together and take them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.tensors import Shape
from bnlint.interpreter.domain.values import UNKNOWN, Const, Items, TensorValue, Value
from bnlint.interpreter.effects.operands import (
    axis_in,
    combined,
    is_missing,
    leaves_rows,
    number_of,
    place,
    product_of,
    reshaped,
    tensor_of,
    with_other_rows,
)
from bnlint.interpreter.machine import Machine

_MAX_PARTS = 64
"""More parts than that nobody writes down one by one."""


# -- together ------------------------------------------------------------------------------------------------------


def concatenated(run: Machine, call: Call) -> Value:
    """``concatenate(values, axis)``."""
    return _concatenated(run, call, call.role("values") or UNKNOWN)


def appended(run: Machine, call: Call) -> Value:
    """``np.append(arr, values, axis)``."""
    return _concatenated(run, call, Items([call.role("x") or UNKNOWN, call.role("values") or UNKNOWN]))


def _concatenated(run: Machine, call: Call, values: Value) -> Value:
    found = tensors.flat(values)
    if not found:
        return tensors.of_kind(UNKNOWN)
    operands = sequence(values) or ()
    shapes = [tensor.info.shape for tensor in found]
    if is_missing(call, "axis"):
        flat = [None if shape is None else (product_of(shape),) for shape in shapes]
        joined = (None,) if None in flat else _joined(flat, 0, _are_all(found, values))
        return with_other_rows(combined(run, found, None, operands), joined)
    axis = number_of(call, "axis")
    made = combined(run, found, _joined(shapes, axis, _are_all(found, values)), operands)
    in_front = axis == 0 or axis_in(found[0], axis) == 0
    return with_other_rows(made, made.info.shape, run.site(call.frame, call.node)) if in_front else made


def rows_stacked(run: Machine, call: Call) -> Value:
    """``np.vstack(arrays)``: along the first axis, a vector is a row."""
    return _piled(run, call, 0)


def columns_stacked(run: Machine, call: Call) -> Value:
    """``np.hstack(arrays)``: along the second axis, vectors one behind the other."""
    return _piled(run, call, 1)


def _piled(run: Machine, call: Call, axis: int) -> Value:
    values = call.role("values") or UNKNOWN
    found = tensors.flat(values)
    if not found:
        return tensors.of_kind(UNKNOWN)
    shapes = [tensor.info.shape for tensor in found]
    are_vectors = all(shape is not None and len(shape) < 2 for shape in shapes)
    if axis == 0:
        shapes = [(1, *shape) if shape is not None and len(shape) == 1 else shape for shape in shapes]
    along = 0 if are_vectors else axis
    shape = None if None in shapes else _joined(shapes, along, _are_all(found, values))
    made = combined(run, found, shape, sequence(values) or ())
    return made if along else with_other_rows(made, shape, run.site(call.frame, call.node))


def _are_all(found: Sequence[TensorValue], values: Value) -> bool:
    return isinstance(values, Items) and values.counted and len(values.items) == len(found)


def _joined(shapes: Sequence[Shape | None], axis: int | None, complete: bool) -> Shape | None:
    """Return the shape of tensors one behind the other; ``complete`` where these are all that there are."""
    first = shapes[0]
    at = None if axis is None or not first else place(axis, len(first))
    if first is None or at is None:
        return None if first is None else (None,) * len(first)
    parts = [shape[at] if shape is not None and at < len(shape) else None for shape in shapes]
    known = [part for part in parts if part is not None]
    total = sum(known) if complete and len(known) == len(parts) else None
    return (*first[:at], total, *first[at + 1 :])


def stacked(run: Machine, call: Call) -> Value:
    """``stack(values, axis)``: along a new axis."""
    values = call.role("values") or UNKNOWN
    found = tensors.flat(values)
    count = len(values.items) if isinstance(values, Items) and values.counted else None
    axis = 0 if is_missing(call, "axis") else number_of(call, "axis")
    if not found and count == 0:
        return tensors.concrete()
    found = found or [tensors.of_kind(UNKNOWN)]
    shape = found[0].info.shape
    at = None if shape is None or axis is None else place(axis, len(shape) + 1)
    full = None if shape is None or at is None else (*shape[:at], count, *shape[at:])
    made = combined(run, found, full, sequence(values) or ())
    if axis != 0 and at != 0:
        return made
    front = run.site(call.frame, call.node) if count == 1 else None
    return TensorValue(replace(made.info, batch=count, batch_site=front, per_replica=None, direct=None), made.node)


# -- apart ---------------------------------------------------------------------------------------------------------


def split(run: Machine, call: Call) -> Value:
    """``split(x, parts, axis)``: a list of tensors; of rows, where the function takes no axis."""
    tensor, axis = tensor_of(call), number_of(call, "axis") if "axis" in call.roles else 0
    shape, at, keeps_rows = tensor.info.shape, axis_in(tensor, axis), leaves_rows(tensor, axis)
    site = run.site(call.frame, call.node)
    sizes = _sizes(call, None if shape is None or at is None else shape[at])
    if sizes is None:
        size = None if shape is None or at is None else _common_size(call, shape[at])
        cut = None if size is None or shape is None or at is None else (*shape[:at], size, *shape[at + 1 :])
        return Items([], "list", True, reshaped(tensor, cut, keeps_rows, site))
    cuts = [None if shape is None or at is None else (*shape[:at], size, *shape[at + 1 :]) for size in sizes]
    return Items([reshaped(tensor, cut, keeps_rows, site) for cut in cuts])


def _sizes(call: Call, length: int | None) -> list[int | None] | None:
    """Return how long each part is, None where their number is not known."""
    cuts = call.role("cuts")
    given = call.role("sizes") if cuts is None else cuts
    if isinstance(given, Const) and isinstance(given.value, int):
        return _equal_parts(length, given.value)
    numbers = tensors.shape_from(given)
    if numbers is None or len(numbers) >= _MAX_PARTS:
        return None
    if cuts is None:
        return [None if number is None or number < 0 else number for number in numbers]
    if any(number is None or number < 0 for number in numbers):
        return [None] * (len(numbers) + 1)
    ends = [0, *numbers, length]
    return [None if a is None or b is None else max(0, b - a) for a, b in pairwise(ends)]


def _equal_parts(length: int | None, count: int) -> list[int | None] | None:
    if not 0 < count <= _MAX_PARTS:
        return None
    return [None if length is None else length // count + (i < length % count) for i in range(count)]


def _common_size(call: Call, length: int | None) -> int | None:
    """Return how long each of many parts is, None where they differ or nobody knows."""
    given = call.role("cuts") or call.role("sizes")
    count = given.value if isinstance(given, Const) and type(given.value) is int else 0
    return length // count if count > 0 and length is not None and length % count == 0 else None


def unstacked(run: Machine, call: Call) -> Value:
    """``unstack(x, axis)``: a list of what lies along the axis."""
    tensor, axis = tensor_of(call), number_of(call, "axis")
    shape, at = tensor.info.shape, axis_in(tensor, axis)
    if shape is None or at is None:
        return Items([], "list", True, tensors.row(tensor) if axis == 0 else with_other_rows(tensor, None))
    part = tensors.row(tensor) if at == 0 else tensors.like(tensor, (*shape[:at], *shape[at + 1 :]))
    count = shape[at]
    return Items([], "list", True, part) if count is None or count > _MAX_PARTS else Items([part] * count)
