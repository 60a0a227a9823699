"""Functions that make dimensions longer or shorter."""

from __future__ import annotations

from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.tensors import Shape
from bnlint.interpreter.domain.values import UNKNOWN, Const, Items, TensorValue, Value
from bnlint.interpreter.effects.operands import (
    axis_in,
    is_missing,
    leaves_rows,
    number_of,
    product_of,
    reshaped,
    tensor_of,
    with_other_rows,
)
from bnlint.interpreter.effects.tensors import derived, untold
from bnlint.interpreter.machine import Machine


def _along(run: Machine, call: Call, tensor: TensorValue, axis: int | None, length: int | None) -> TensorValue:
    """Return a tensor with another length along an axis."""
    shape, at = tensor.info.shape, axis_in(tensor, axis)
    full: Shape | None = None if shape is None else (None,) * len(shape)
    if shape is not None and at is not None:
        full = (*shape[:at], length, *shape[at + 1 :])
    return reshaped(tensor, full, leaves_rows(tensor, axis), run.site(call.frame, call.node))


def _length(tensor: TensorValue, axis: int | None) -> int | None:
    shape, at = tensor.info.shape, axis_in(tensor, axis)
    return None if shape is None or at is None else shape[at]


def repeated(run: Machine, call: Call) -> Value:
    """``repeat(x, repeats, axis)``: without an axis the result has one dimension."""
    tensor, times, axis = tensor_of(call), number_of(call, "repeats"), number_of(call, "axis")
    flat = is_missing(call, "axis")
    length = product_of(tensor.info.shape) if flat else _length(tensor, axis)
    longer = None if length is None or times is None else length * times
    if flat:
        return with_other_rows(tensor, (longer,), run.site(call.frame, call.node))
    return _along(run, call, tensor, axis, longer)


def tiled(run: Machine, call: Call) -> Value:
    """``tile(x, repeats)``: fewer numbers than dimensions are for the last ones."""
    tensor, times = tensor_of(call), tensors.shape_from(call.role("repeats"))
    shape = tensor.info.shape
    if shape is None or times is None:
        return with_other_rows(tensor, None)
    rank = max(len(shape), len(times))
    pairs = zip((1,) * (rank - len(shape)) + shape, (1,) * (rank - len(times)) + times, strict=True)
    full = tuple(None if d is None or n is None else d * n for d, n in pairs)
    stays = rank == len(shape) and (len(times) < rank or times[0] == 1)
    return reshaped(tensor, full, stays, run.site(call.frame, call.node))


def padded(run: Machine, call: Call) -> Value:
    """``pad(x, widths)``: a pair for each dimension, or (NumPy) one number or pair for all."""
    tensor, widths = tensor_of(call), call.role("widths")
    shape = tensor.info.shape
    if shape is None or widths is None:
        return with_other_rows(tensor, None)
    more = _widths(widths, len(shape))
    full = tuple(None if d is None or n is None else d + n for d, n in zip(shape, more, strict=True))
    return reshaped(tensor, full, bool(more) and more[0] == 0, run.site(call.frame, call.node))


def _widths(widths: Value, rank: int) -> list[int | None]:
    """Return how much longer each dimension gets."""
    if isinstance(widths, Const) and isinstance(widths.value, int):
        return [2 * widths.value] * rank
    pairs = [tensors.shape_from(item) if isinstance(item, Items) else None for item in sequence(widths) or ()]
    if len(pairs) == rank:
        return [None if p is None or len(p) != 2 or None in p else sum(n for n in p if n is not None) for p in pairs]
    return [None] * rank


def gathered(run: Machine, call: Call) -> Value:
    """``take(x, indices, axis)``: the indices' shape stands in place of the axis."""
    if not is_missing(call, "batch_dims") and number_of(call, "batch_dims") != 0:
        return derived(run, call)
    if is_missing(call, "axis"):
        return _looked_up(run, call, flat=True)
    axis, tensor = number_of(call, "axis"), tensor_of(call)
    if axis == 0:
        return _looked_up(run, call)
    shape, at, chosen = tensor.info.shape, axis_in(tensor, axis), _shape_of(call.role("indices"))
    full = None
    if shape is not None and at is not None and chosen is not None:
        full = (*shape[:at], *chosen, *shape[at + 1 :])
    return reshaped(tensor, full, leaves_rows(tensor, axis), run.site(call.frame, call.node))


def looked_up(run: Machine, call: Call) -> Value:
    """``tf.nn.embedding_lookup(params, ids)``: a row for each index."""
    return _looked_up(run, call)


def _looked_up(run: Machine, call: Call, flat: bool = False) -> Value:
    """Return a row for each index: as many as there are indices, whose rows these are."""
    table, indices = tensor_of(call), call.role("indices") or UNKNOWN
    rows, chosen = table.info.shape, _shape_of(indices)
    shape = None if chosen is None else chosen if flat else None if not rows else (*chosen, *rows[1:])
    if not isinstance(indices, TensorValue):
        return with_other_rows(table, shape, run.site(call.frame, call.node))
    return tensors.merge([indices, table], shape)


def _shape_of(indices: Value | None) -> Shape | None:
    return None if indices is None else tensors.of_kind(indices).info.shape


def top(run: Machine, call: Call) -> Value:
    """``top_k(x, k)``: values and indices."""
    tensor = _along(run, call, tensor_of(call), -1, number_of(call, "k"))
    return Items([tensor, tensor], "tuple")


def loose(run: Machine, call: Call) -> Value:
    """A function after which nobody knows how long an axis is; without an axis the result has one dimension."""
    tensor = tensor_of(call)
    if is_missing(call, "axis"):
        return with_other_rows(tensor, (None,))
    return _along(run, call, tensor, number_of(call, "axis"), None)


def other_rows(run: Machine, call: Call) -> Value:
    """A function after which nobody knows how many rows there are."""
    return _along(run, call, tensor_of(call), 0, None)


def other_columns(run: Machine, call: Call) -> Value:
    """A function after which nobody knows how long the last axis is."""
    return _along(run, call, tensor_of(call), -1, None)


def vector(run: Machine, call: Call) -> Value:
    """A function whose result has one dimension."""
    return with_other_rows(tensor_of(call), (None,))


def masked(run: Machine, call: Call) -> Value:
    """``tf.boolean_mask(x, mask)``: the entries, or rows, where the mask says yes."""
    tensor, mask = tensor_of(call), _shape_of(call.role("mask"))
    shape = tensor.info.shape
    if not shape or not mask or not is_missing(call, "axis"):
        return untold(run, call)
    return with_other_rows(tensor, (None, *shape[len(mask) :]))
