"""Functions whose result is shaped like an operand, has fewer dimensions, or nobody knows which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Const, External, Items, TensorValue, Value, flag_of, origin_of
from bnlint.interpreter.effects.operands import (
    all_of,
    combined,
    is_flag,
    is_missing,
    nothing_certain,
    tensor_of,
    tensors_in,
    with_other_rows,
)
from bnlint.interpreter.language.unknown import run_callbacks
from bnlint.interpreter.machine import Machine
from bnlint.interpreter.tensorflow1 import picks
from bnlint.libraries.tensorflow1 import LAYOUTS


def same(run: Machine, call: Call) -> Value:
    """A function whose result has the same shape and rows."""
    tensor = tensor_of(call)
    return TensorValue(replace(tensor.info, direct=None), tensor.node)


def shares(run: Machine, call: Call) -> Value:
    """``tf.nn.softmax(x)``: how likely each of some classes is, for each pixel of an image as for a row."""
    tensor = tensor_of(call)
    return TensorValue(replace(tensor.info, direct=None, places=True), tensor.node)


def cast(run: Machine, call: Call) -> Value:
    """``tf.cast(x, dtype)``."""
    value = call.role("x")
    return value if value is not None and is_flag(value) else same(run, call)


def dropped(run: Machine, call: Call) -> Value:
    """``tf.nn.dropout(x, rate)``, which always drops: at inference too, unless that is decided elsewhere."""
    made = tensor_of(call)
    rate = call.role("rate") or call.role("kept") or call.kwargs.get("keep_prob")
    if isinstance(rate, Const) and not run.under_a_flag():
        return TensorValue(replace(made.info, direct=None, dropped=None), made.node)
    layer = ev.Layer("Dropout", run.site(call.frame, call.node))
    if "rate" in call.kwargs:
        layer.args["rate"] = flag_of(call.kwargs["rate"], None)
    return TensorValue(replace(made.info, direct=None, dropped=layer), made.node)


def along(run: Machine, call: Call) -> Value:
    """``np.cumsum(a, axis)``, ``np.sort(a, axis)``: without an axis the result has one dimension."""
    if not is_missing(call, "axis"):
        return same(run, call)
    return tensors.reshaped(tensor_of(call), (-1,), run.site(call.frame, call.node))


def elementwise(run: Machine, call: Call) -> Value:
    """``tf.add(x, y)``: the operands are broadcast to one shape."""
    given = [call.role(role) for role in call.roles]
    return _broadcast(run, [value for value in given if value is not None])


def equal(run: Machine, call: Call) -> Value:
    """``tf.equal(x, y)``."""
    left, right = call.role("x"), call.role("y")
    if isinstance(left, Const) and isinstance(right, Const) and (is_flag(left) or is_flag(right)):
        return Const(left.value == right.value, origin_of(left, right))
    if isinstance(left, TensorValue) and isinstance(right, TensorValue):
        picks.compared(left, right)
    return elementwise(run, call)


def _broadcast(run: Machine, operands: list[Value]) -> Value:
    found = tensors_in(operands)
    return tensors.combine(found, operands, bool(run.context.tapes)) if found else TensorValue(ev.Tensor())


def chosen(run: Machine, call: Call) -> Value:
    """``where(condition, x, y)``; of a condition alone the places where it holds.

    A condition that nobody knows has as many rows as the result, as a rule: one row is only repeated for it.
    """
    if call.role("x") is None:
        return untold(run, call)
    picks.noted(call.role("x") or UNKNOWN, call.role("y") or UNKNOWN)
    made = elementwise(run, call)
    known = isinstance(call.role("condition"), (TensorValue, Const))
    return made if known or not isinstance(made, TensorValue) else with_other_rows(made, None)


def summed(run: Machine, call: Call) -> Value:
    """``tf.add_n(inputs)``."""
    operands = sequence(call.role("values") or UNKNOWN)
    return derived(run, call) if operands is None else _broadcast(run, operands)


def permuted(run: Machine, call: Call) -> Value:
    """``np.random.permutation(x)``: of a number the numbers below it."""
    value = call.role("x")
    if isinstance(value, Const) and isinstance(value.value, int):
        return tensors.concrete((value.value,))
    return UNKNOWN if value is None else value


def reduced(run: Machine, call: Call) -> Value:
    """``tf.reduce_mean(x, axis, keepdims)``; of several levels at once (``np.quantile``) nobody knows the shape."""
    if "levels" in call.roles and not isinstance(call.role("levels"), Const):
        return derived(run, call)
    return _reduced(call)


def _reduced(call: Call) -> TensorValue:
    keep = call.role("keepdims")
    if call.open:
        return tensors.like(tensor_of(call), None)
    return tensors.reduced(tensor_of(call), call.role("axis"), isinstance(keep, Const) and bool(keep.value))


def places(run: Machine, call: Call) -> Value:
    """``tf.argmax(x, axis)``: where the largest numbers are."""
    made = _reduced(call)
    return TensorValue(replace(made.info, places=True), made.node)


def moments(run: Machine, call: Call) -> Value:
    """``tf.nn.moments(x, axes)``: mean and variance."""
    return Items([_reduced(call), _reduced(call)], "tuple")


def scalar(run: Machine, call: Call) -> Value:
    """A function whose result is one number."""
    found = tensors_in(all_of(call))
    return combined(run, found, (), all_of(call)) if found else derived(run, call)


def _strided(call: Call, shape: Sequence[int | None]) -> list[int | None]:
    """Return what a window leaves of the dimensions behind the first one, where it only steps over them."""
    rest: list[int | None] = [None] * (len(shape) - 1)
    padding, steps = call.role("padding"), tensors.shape_from(call.role("strides"))
    named = call.role("format") or call.kwargs.get("data_format") or Const("NHWC")
    if steps is None or not isinstance(padding, Const) or not isinstance(named, Const):
        return rest
    if padding.value != "SAME" or named.value != "NHWC":
        return rest
    steps = (1, *steps * (3 - len(steps)), 1) if len(steps) in (1, 2) else steps
    if len(steps) == len(shape) == 4:
        for at in (1, 2):
            size, step = shape[at], steps[at]
            rest[at - 1] = -(-size // step) if size is not None and step else None
    return rest


def keeps_batch(run: Machine, call: Call) -> Value:
    """``tf.nn.conv2d``: as many rows and dimensions, of lengths that the strides say if the padding is "SAME".

    Those that take a data format have the channels last where they are given none.
    """
    found = tensors_in(all_of(call))
    shape = tensor_of(call).info.shape
    if not found or not shape:
        made = derived(run, call)
    else:
        made = combined(run, found, (shape[0], *_strided(call, shape)), all_of(call))
    layout = _layout(call)
    if layout is None or not isinstance(made, TensorValue):
        return made
    images = made.info.shape or (made.info.examples, None, None, None)
    return TensorValue(replace(made.info, layout=layout, shape=images), made.node)


def _layout(call: Call) -> ev.Layout | None:
    """Return where the channels are behind a function that takes a data format; None where that is not known.

    An image whose channels are known to be first is no image to a function that looks for them last.
    """
    named = call.role("format")
    if isinstance(named, Const) and named.value is not None:
        return LAYOUTS.get(str(named.value))
    unnamed = "format" in call.roles and not call.open and not _has_more(call)
    by_default = unnamed and (named is None or isinstance(named, Const))
    return "channels_last" if by_default and tensor_of(call).info.layout != "channels_first" else None


def _has_more(call: Call) -> bool:
    """Whether a call has more arguments by position than its row names."""
    return len(call.args) > len([place for place in call.roles.values() if place.position is not None])


def derived(run: Machine, call: Call) -> Value:
    """An operation on tensors, of unknown shape."""
    run_callbacks(run, call)
    values = all_of(call)
    found = tensors_in(values)
    if not found:
        return nothing_certain(run) if UNKNOWN in values else UNKNOWN
    return combined(run, found, None, values)


def untold(run: Machine, call: Call) -> Value:
    """An operation on tensors whose result may have other rows."""
    made = derived(run, call)
    return with_other_rows(made, None) if isinstance(made, TensorValue) else made


def array(run: Machine, call: Call) -> Value:
    """A function of NumPy: no array of its is a KerasTensor, and nobody knows how many rows it has."""
    found = tensors_in(call.args)
    return with_other_rows(tensors.merge(found, None), None) if found else UNKNOWN


def instance(run: Machine, call: Call) -> Value:
    """A class of which nothing is known but that its instances make tensors of tensors, or a function in capitals."""
    return derived(run, call) if tensors_in(all_of(call)) else External(f"{call.name}()")


def shape(run: Machine, call: Call) -> Value:
    """``np.shape(a)``, ``keras.ops.shape(x)``: a tuple."""
    value = call.role("x")
    known = tensors.of_kind(value).info.shape if value is not None else None
    return UNKNOWN if known is None else Items([UNKNOWN if d is None else Const(d) for d in known], "tuple")


def rank(run: Machine, call: Call) -> Value:
    """``np.ndim(a)``."""
    known = tensor_of(call).info.shape
    return UNKNOWN if known is None else Const(len(known))
