"""Functions that arrange dimensions anew, and products."""

from __future__ import annotations

from dataclasses import replace

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.tensors import Shape
from bnlint.interpreter.domain.values import Const, TensorValue, Value
from bnlint.interpreter.effects.operands import (
    axis_in,
    combined,
    is_missing,
    number_of,
    place,
    reshaped,
    tensor_of,
    tensors_in,
    with_other_rows,
)
from bnlint.interpreter.effects.tensors import array, derived
from bnlint.interpreter.machine import Machine

# -- shapes --------------------------------------------------------------------------------------------------------


def reshape(run: Machine, call: Call) -> Value:
    """``reshape(x, shape)``."""
    return tensors.reshaped(tensor_of(call), tensors.shape_from(call.role("shape")), run.site(call.frame, call.node))


def flat(run: Machine, call: Call) -> Value:
    """``np.ravel(a)``."""
    return tensors.reshaped(tensor_of(call), (-1,), run.site(call.frame, call.node))


def batch_flat(run: Machine, call: Call) -> Value:
    """``keras.backend.batch_flatten(x)``: the first axis stays, the others become one."""
    tensor = tensor_of(call)
    shape = tensor.info.shape
    if not shape:
        return tensors.like(tensor, None)
    return tensors.like(tensor, (shape[0], *tensors.filled((-1,), shape[1:])))


def shaped(run: Machine, call: Call) -> Value:
    """A function that makes a tensor of the shape given: ``broadcast_to``, ``slice``."""
    tensor, target = tensor_of(call), tensors.shape_from(call.role("shape"))
    shape = tensor.info.shape
    full = None if target is None else tuple(None if d is None or d < 0 else d for d in target)
    same_rows = full is not None and shape is not None and full[:1] in (shape[:1], (None,))
    return reshaped(tensor, full, same_rows, run.site(call.frame, call.node))


def expanded(run: Machine, call: Call) -> Value:
    """``expand_dims(x, axis)``."""
    tensor, axes = tensor_of(call), tensors.shape_from(call.role("axis"))
    shape = tensor.info.shape
    known = [axis for axis in axes or () if axis is not None]
    if not axes or len(known) < len(axes) or (shape is None and len(known) > 1):
        return tensors.like(tensor, None)
    if shape is not None and len(known) > 1:
        known = sorted(axis % (len(shape) + len(known)) for axis in known)
    for axis in known:
        tensor = _expanded(tensor, axis, run.site(call.frame, call.node))
    return tensor


def _expanded(tensor: TensorValue, axis: int, site: ev.Site) -> TensorValue:
    shape = tensor.info.shape
    if shape is None:
        front = axis == 0
        info = replace(tensor.info, batch=1 if front else tensor.info.batch, batch_site=site if front else None)
        return TensorValue(replace(info, direct=None), tensor.node)
    at = axis if axis >= 0 else len(shape) + 1 + axis
    changed = replace(tensor.info, shape=(*shape[:at], 1, *shape[at:]), direct=None, batch=None)
    return TensorValue(replace(changed, batch_site=site) if at == 0 else changed, tensor.node)


def at_least_a_row(run: Machine, call: Call) -> Value:
    """``np.atleast_2d(x)``: an array of one dimension becomes a row, one of unknown rank may be one."""
    tensor = tensor_of(call)
    shape = tensor.info.shape
    if shape is None or call.open or len(call.args) != 1:
        return array(run, call)
    if len(shape) > 1:
        return tensor
    for _ in range(2 - len(shape)):
        tensor = _expanded(tensor, 0, run.site(call.frame, call.node))
    return tensor


def squeezed(run: Machine, call: Call) -> Value:
    """``squeeze(x, axis)``: without an axis all dimensions of 1 go."""
    tensor = tensor_of(call)
    shape = tensor.info.shape
    gone = _ones(call, shape)
    if shape is None or gone is None:
        axis = number_of(call, "axis")
        return reshaped(tensor, None, axis is not None and axis > 0, run.site(call.frame, call.node))
    left = tuple(d for i, d in enumerate(shape) if i not in gone)
    return reshaped(tensor, left, 0 not in gone, run.site(call.frame, call.node))


def _ones(call: Call, shape: Shape | None) -> set[int] | None:
    """Return the dimensions that go, None where that is not known."""
    if shape is None:
        return None
    if is_missing(call, "axis"):
        return None if None in shape else {i for i, d in enumerate(shape) if d == 1}
    axes = tensors.shape_from(call.role("axis"))
    if axes is None or None in axes:
        return None
    return {a % len(shape) for a in axes if a is not None and shape}


def transposed(run: Machine, call: Call) -> Value:
    """``transpose(x, order)``: without an order backwards."""
    tensor = tensor_of(call)
    shape = tensor.info.shape
    if shape is None and is_missing(call, "order"):
        return TensorValue(replace(tensor.info, batch=None, batch_site=None, layout=None, direct=None), tensor.node)
    order = None if shape is None else tuple(range(len(shape)))[::-1]
    return _in_order(run, call, order if is_missing(call, "order") else tensors.shape_from(call.role("order")))


def swapped(run: Machine, call: Call) -> Value:
    """``swapaxes(x, first, second)``."""
    tensor = tensor_of(call)
    first, second = (axis_in(tensor, number_of(call, role)) for role in ("first", "second"))
    if first is None or second is None:
        return _in_order(run, call, None)
    order = list(range(len(tensor.info.shape or ())))
    order[first], order[second] = second, first
    return _in_order(run, call, tuple(order))


def moved(run: Machine, call: Call) -> Value:
    """``moveaxis(x, source, destination)``."""
    tensor = tensor_of(call)
    begin, end = (axis_in(tensor, number_of(call, role)) for role in ("source", "destination"))
    if begin is None or end is None:
        return _in_order(run, call, None)
    order = [i for i in range(len(tensor.info.shape or ())) if i != begin]
    order.insert(end, begin)
    return _in_order(run, call, tuple(order))


def _in_order(run: Machine, call: Call, order: Shape | None) -> Value:
    """Return a tensor with its dimensions in another order."""
    tensor = tensor_of(call)
    shape = tensor.info.shape
    if shape is None or order is None or len(order) != len(shape):
        return tensors.like(tensor, None, layout=None)
    places = [None if p is None else place(p, len(shape)) for p in order]
    if None in places:
        return tensors.like(tensor, None, layout=None)
    full = tuple(shape[p] for p in places if p is not None)
    turned = reshaped(tensor, full, places[:1] == [0], run.site(call.frame, call.node))
    return TensorValue(replace(turned.info, layout=None), turned.node)


def one_hot(run: Machine, call: Call) -> Value:
    """``one_hot(x, depth, axis)``."""
    return _one_hot(run, call, tensor_of(call))


def categorical(run: Machine, call: Call) -> Value:
    """``to_categorical(x, num_classes)``: a last axis of 1 goes."""
    tensor = tensor_of(call)
    shape = tensor.info.shape
    if shape is not None and len(shape) > 1 and shape[-1] == 1:
        tensor = tensors.like(tensor, shape[:-1])
    return _one_hot(run, call, tensor)


def _one_hot(run: Machine, call: Call, tensor: TensorValue) -> Value:
    shape = tensor.info.shape
    axis = -1 if is_missing(call, "axis") else number_of(call, "axis")
    at = None if shape is None or axis is None else place(axis, len(shape) + 1)
    if shape is None or at is None:
        return reshaped(tensor, None, axis is not None and axis != 0, run.site(call.frame, call.node))
    full = (*shape[:at], number_of(call, "depth"), *shape[at:])
    return reshaped(tensor, full, at > 0, run.site(call.frame, call.node))


# -- images --------------------------------------------------------------------------------------------------------


def resized(run: Machine, call: Call) -> Value:
    """``tf.image.resize(images, size)``; a function that is not told a size leaves it open."""
    tensor = tensor_of(call)
    shape = tensor.info.shape
    if shape is None or len(shape) not in (3, 4):
        return tensors.like(tensor, None)
    size = (number_of(call, "height"), number_of(call, "width"))
    if "size" in call.roles:
        given = tensors.shape_from(call.role("size"))
        size = (given[0], given[1]) if given is not None and len(given) == 2 else (None, None)
    return reshaped(tensor, (*shape[:-3], *size, shape[-1]), len(shape) == 4, run.site(call.frame, call.node))


def decoded(run: Machine, call: Call) -> Value:
    """``tf.io.decode_jpeg(contents)``: one image."""
    return tensors.concrete((None, None, None))


# -- products ------------------------------------------------------------------------------------------------------


def product(run: Machine, call: Call) -> Value:
    """``matmul(a, b)``."""
    operands = [value for value in (call.role("a"), call.role("b")) if value is not None]
    found = tensors_in(operands)
    if not found:
        return TensorValue(ev.Tensor())
    a, b = (tensor_of(call, role).info.shape for role in ("a", "b"))
    if not (is_missing(call, "transpose_a") and is_missing(call, "transpose_b")):
        return combined(run, found, None if a is None else (None,) * len(a), operands)
    return combined(run, found, tensors.product(a, b), operands)


def dot(run: Machine, call: Call) -> Value:
    """``dot(a, b)``: no matrix product where ``b`` is a stack of matrices."""
    made = product(run, call)
    other = tensor_of(call, "b").info.shape
    is_stack = other is None or len(other) > 2
    return tensors.like(made, None) if is_stack and isinstance(made, TensorValue) else made


def einsum(run: Machine, call: Call) -> Value:
    """``einsum("ij,jk->ik", a, b)``."""
    made = derived(run, call)
    equation = call.role("equation")
    operands = call.args[1:]
    if not isinstance(made, TensorValue) or not isinstance(equation, Const) or not isinstance(equation.value, str):
        return made
    inputs, arrow, output = equation.value.replace(" ", "").partition("->")
    shapes = [tensors.of_kind(value).info.shape for value in operands]
    sizes = _sizes_by_letter(inputs.split(","), shapes)
    if not arrow or sizes is None or not output.isalpha():
        return with_other_rows(made, None)
    rows_stay = len(operands) > 0 and inputs[:1] == output[:1]
    return reshaped(made, tuple(sizes.get(d) for d in output), rows_stay, run.site(call.frame, call.node))


def _sizes_by_letter(terms: list[str], shapes: list[Shape | None]) -> dict[str, int | None] | None:
    """Return how long the dimensions of an equation are, None where it does not fit the operands."""
    if len(terms) != len(shapes) or not all(map(str.isalpha, terms)):
        return None
    sizes: dict[str, int | None] = {}
    for term, shape in zip(terms, shapes, strict=True):
        if shape is not None and len(shape) != len(term):
            return None
        for letter, length in zip(term, (None,) * len(term) if shape is None else shape, strict=True):
            sizes[letter] = sizes.get(letter) if length is None else length
    return sizes
