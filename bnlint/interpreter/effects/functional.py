"""JAX's functions of functions: gradients, loops, and trees of weights."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import element_of, sequence
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Asked,
    Const,
    Differentiated,
    Items,
    Mapped,
    Statistics,
    TensorValue,
    Value,
    Variables,
    Weight,
)
from bnlint.interpreter.effects import gradients, measuring
from bnlint.interpreter.language import calling
from bnlint.interpreter.language.unknown import call_unknown
from bnlint.interpreter.machine import Machine


def gradient_of(run: Machine, call: Call) -> Value:
    """``jax.grad(fun, argnums, has_aux)``."""
    return _differentiated(call, False)


def value_and_gradient_of(run: Machine, call: Call) -> Value:
    """``jax.value_and_grad(fun, argnums, has_aux)``."""
    return _differentiated(call, True)


def _differentiated(call: Call, with_value: bool) -> Value:
    function = call.role("fun")
    if function is None:
        return UNKNOWN
    numbers = call.role("argnums")
    items = (sequence(numbers) or [numbers]) if numbers is not None else [Const(0)]
    known = [item.value for item in items if isinstance(item, Const) and type(item.value) is int]
    return Differentiated(function, tuple(known) if len(known) == len(items) else (), with_value)


def take(run: Machine, value: Differentiated, call: Call) -> Value:
    """``jax.value_and_grad(fun)(weights, ...)``: the function runs, and a gradient of some arguments is taken."""
    args = list(call.args)
    for number in value.numbers:
        if number < len(args) and _may_be_weights(args[number]):
            args[number] = Asked()
    tape = ev.Tape(run.site(call.frame, call.node), "closure")
    with run.recording(tape):
        result = calling.call_value(run, value.function, call.passing(args, call.kwargs, call.sites, call.open))
    sources: list[Value] = [_source(args[n], call.args[n]) for n in value.numbers if n < len(args)]
    applied = not measuring.is_only_measured(run, call.node, call.frame)
    asked = sources[0] if len(sources) == 1 else Items(sources, "tuple")
    gradients.take_gradient(run, tape, asked, call.node, call.frame, applied)
    run.graph.applies_gradients = True
    taken = gradients.gradients_of(tape)
    if value.with_value:
        return Items([result, taken], "tuple")
    pair = sequence(result)
    return taken if pair is None or len(pair) != 2 else Items([taken, pair[1]], "tuple")


def _may_be_weights(value: Value) -> bool:
    """Whether nobody knows what this is, or a list of that: ``[jnp.copy(v) for v in model.trainable_variables]``."""
    if not isinstance(value, Items):
        return value is UNKNOWN
    found = [*value.items, value.element] if value.open else value.items
    return bool(found) and all(each is UNKNOWN or isinstance(each, TensorValue) for each in found)


def _source(asked: Value, given: Value) -> Value:
    """Return what a gradient is taken of: what was given, where no layer was called with it."""
    return given if isinstance(asked, Asked) and not asked.owners and given is not UNKNOWN else asked


def mapped(run: Machine, call: Call) -> Value:
    """``jax.vmap(fun)``, ``jax.pmap(fun)``."""
    function = call.role("fun")
    return UNKNOWN if function is None else Mapped(function)


def map_rows(run: Machine, value: Mapped, call: Call) -> Value:
    """``jax.vmap(fun)(weights, rows)``: of what axes the function gets its part is not known, so no shape is."""
    args = [_of_any_shape(arg) for arg in call.args]
    kwargs = {name: _of_any_shape(arg) for name, arg in call.kwargs.items()}
    return _of_any_shape(calling.call_value(run, value.function, call.passing(args, kwargs, call.sites, call.open)))


def _of_any_shape(value: Value) -> Value:
    return tensors.each(value, _without_shape, lambda other: other)


def _without_shape(tensor: TensorValue) -> Value:
    info = replace(tensor.info, shape=None, batch=None, batch_site=None, layout=None, direct=None)
    return TensorValue(info, tensor.node)


def scanned(run: Machine, call: Call) -> Value:
    """``jax.lax.scan(f, init, xs)``: what is carried, and the results of all rows."""
    function, carried, rows = call.role("f"), call.role("init"), call.role("xs")
    if function is None or carried is None:
        return call_unknown(run, call)
    row = UNKNOWN if rows is None else _row(rows)
    result = sequence(calling.call_value(run, function, call.passing([carried, row])))
    return UNKNOWN if result is None or len(result) != 2 else Items([result[0], UNKNOWN], "tuple")


def _row(rows: Value) -> Value:
    if isinstance(rows, Items) and not rows.open:
        return Items([element_of(item) for item in rows.items], rows.kind)
    return element_of(rows)


def looped(run: Machine, call: Call) -> Value:
    """``jax.lax.fori_loop(lower, upper, body, init)`` and ``while_loop``: what the body makes of the carried value."""
    body, carried = call.role("body"), call.role("init")
    if body is None or carried is None:
        return call_unknown(run, call)
    handed = [carried] if call.role("cond") is not None else [UNKNOWN, carried]
    return calling.call_value(run, body, call.passing(handed))


def tree(run: Machine, call: Call) -> Value:
    """``jax.tree.map(f, tree, *rest)``: weights that are changed one by one are weights of the same layers."""
    found = call.role("tree")
    parts = [element_of(each) for each in call.args[1:]]
    if any(isinstance(part, Statistics) for part in parts) and (function := call.role("f")) is not None:
        calling.call_value(run, function, call.passing(parts))  # it may put them into the layers
    if _are_weights(found):
        run.graph.applies_gradients = True
        return found
    if _holds_weights(found):
        run.graph.applies_gradients = run.graph.applies_gradients or len(call.args) > _ONE_TREE
        return Items([item if _are_weights(item) else UNKNOWN for item in found.items], found.kind)
    call_unknown(run, call)
    return tensors.of_kind(found) if isinstance(found, TensorValue) else UNKNOWN


def _are_weights(found: Value | None) -> TypeGuard[Value]:
    """Whether these are weights of layers, or statistics: ``[v.value for v in model.trainable_variables]``."""
    if isinstance(found, Items):
        return found.open and all(isinstance(item, (Weight, Statistics)) for item in (*found.items, found.element))
    return isinstance(found, (Variables, Statistics, Asked))


_ONE_TREE = 2
"""Arguments of a call that changes one tree by itself."""


def _holds_weights(found: Value | None) -> TypeGuard[Items]:
    """Whether this is a tuple of weights, statistics and perhaps more, as steps carry it."""
    return isinstance(found, Items) and not found.open and any(map(_are_weights, found.items))
