"""Functions that make tensors from numbers, shapes and files."""

from __future__ import annotations

import math
from dataclasses import replace

from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import any_of, element_of
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Choice,
    Const,
    External,
    Items,
    Object,
    Statistics,
    TensorValue,
    Value,
)
from bnlint.interpreter.effects.grids import span
from bnlint.interpreter.effects.operands import is_flag, is_missing, number_of, tensor_of, tensors_in
from bnlint.interpreter.language.subscripts import width_of_numbers
from bnlint.interpreter.machine import Machine

GENERATOR = External("np.random.generator")
"""A source of random arrays, by the name under which rows know its methods."""


def constant(run: Machine, call: Call) -> Value:
    """``tf.constant(value, dtype, shape)``, ``np.array(object)``."""
    value = call.role("value")
    is_truth = isinstance(value, Const) and isinstance(value.value, bool)
    return value if value is not None and is_truth else variable(run, call)


def variable(run: Machine, call: Call) -> Value:
    """``tf.Variable(initial_value)``; a list with one entry decides a batch of one."""
    value = call.role("value")
    if value is None:
        value = next(iter(call.kwargs.values()), UNKNOWN)
    if isinstance(value, Statistics):
        return value
    if isinstance(value, TensorValue):
        return TensorValue(replace(value.info, kind=value.info.kind or "concrete"), value.node)
    return _of_list(run, call, value, tensors.shape_from(call.role("shape")))


def _of_list(run: Machine, call: Call, value: Value, shape: tensors.Shape | None = None) -> TensorValue:
    """Return the tensor made of nested lists, or of a shape that is given."""
    made = _shaped_like(run, call, value, shape or tensors.literal_shape(value))
    number = run.uniform.number(value)
    return made if number is None else run.uniform.note(made, number)


def _shaped_like(run: Machine, call: Call, value: Value, shape: tensors.Shape | None) -> TensorValue:
    site = run.site(call.frame, call.node)
    if shape is None and isinstance(value, Items) and value.counted and value.items:
        count = len(value.items)
        return tensors.concrete(None, batch=count, batch_site=site if count == 1 else None)
    return tensors.concrete(shape, batch_site=site if shape and shape[0] == 1 and len(shape) > 1 else None)


def converted(run: Machine, call: Call) -> Value:
    """``tf.convert_to_tensor(value)``."""
    value = call.role("value")
    if isinstance(value, (TensorValue, Statistics)) or value is not None and is_flag(value):
        return value
    return tensors.CONCRETE if value is None else _of_list(run, call, value)


def filled(run: Machine, call: Call) -> Value:
    """``tf.zeros(shape)``."""
    return tensors.concrete(tensors.shape_from(call.role("shape")))


def zeros(run: Machine, call: Call) -> Value:
    """``np.zeros(shape)``."""
    return run.uniform.note(filled(run, call), 0)


def ones(run: Machine, call: Call) -> Value:
    """``np.ones(shape)``."""
    return run.uniform.note(filled(run, call), 1)


def drawn(run: Machine, call: Call) -> Value:
    """``np.random.normal(loc, scale, size)``: without a size shaped like the other arguments."""
    if not is_missing(call, "shape"):
        return filled(run, call)
    found = tensors_in([value for role in call.roles if (value := call.role(role)) is not None])
    return tensors.concrete(tensors.broadcast([tensor.info.shape for tensor in found]) if found else ())


def picked(run: Machine, call: Call) -> Value:
    """``np.random.choice(x, size)``."""
    source = call.role("x")
    one = element_of(source) if isinstance(source, Items) else UNKNOWN
    if isinstance(one, (Choice, Object)):
        return one if is_missing(call, "shape") else Items([], "list", True, one)
    if isinstance(source, Items) and is_missing(call, "shape"):
        return span(source) or any_of(source)
    flat = not isinstance(source, TensorValue) or source.info.shape is not None and len(source.info.shape) == 1
    return filled(run, call) if flat and not is_missing(call, "shape") else UNKNOWN


def by_dimensions(run: Machine, call: Call) -> Value:
    """``np.random.rand(2, 3)``."""
    return tensors.concrete(tensors.shape_from(Items(list(call.args), "tuple", call.open)))


def identity(run: Machine, call: Call) -> Value:
    """``np.eye(rows, columns)``."""
    rows = number_of(call, "rows")
    return tensors.concrete((rows, rows if is_missing(call, "columns") else number_of(call, "columns")))


def numbers(run: Machine, call: Call) -> Value:
    """``np.arange(start, stop, step)``."""
    given = [call.role(role) for role in ("start", "stop", "step")]
    ends = [v.value for v in given if isinstance(v, Const) and isinstance(v.value, (int, float))]
    if call.open or len(ends) != len([v for v in given if v is not None]) or not ends:
        lower, upper = call.role_written("start"), call.role_written("stop")
        return tensors.concrete((width_of_numbers(run, lower, upper, call.frame) if given[2] is None else None,))
    begin, end = (0, ends[0]) if len(ends) == 1 else (ends[0], ends[1])
    step = ends[2] if len(ends) == 3 else 1
    try:
        return tensors.concrete((max(0, math.ceil((end - begin) / step)),))
    except (ArithmeticError, ValueError):
        return tensors.concrete((None,))  # this raises


def counted(run: Machine, call: Call) -> Value:
    """``tf.range(n)``: what a loop over it sees."""
    return Items([], "range", True, tensors.concrete(()))


def spaced(run: Machine, call: Call) -> Value:
    """``np.linspace(start, stop, num)``."""
    ends = [tensor_of(call, role).info for role in ("start", "stop")]
    return tensors.concrete(None if any(end.shape for end in ends) else (number_of(call, "count"),))


def generator(run: Machine, call: Call) -> Value:
    """``np.random.default_rng(seed)``."""
    return GENERATOR


def read(run: Machine, call: Call) -> Value:
    """``np.load(file)``."""
    return tensors.concrete(None)
