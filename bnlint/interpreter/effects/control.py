"""Functions that run, compile and order other functions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import element_of, sequence, truth
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.joining import join
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Bound,
    Const,
    External,
    Function,
    Items,
    Manager,
    Mapping,
    Object,
    Partial,
    TapeValue,
    TensorValue,
    Value,
    Variables,
)
from bnlint.interpreter.effects.tensors import derived
from bnlint.interpreter.language import calling
from bnlint.interpreter.language.unknown import run_callbacks
from bnlint.interpreter.machine import Machine
from bnlint.interpreter.tensorflow1 import picks


def mapped(run: Machine, call: Call) -> Value:
    """``tf.map_fn(fn, elems)``: the results for all rows."""
    function, elements = call.role("function"), call.role("elements")
    if not isinstance(function, (Function, Bound, Partial)) or elements is None:
        return derived(run, call)
    result = calling.call_value(run, function, call.passing([tensors.rows(elements)]))
    first = next((tensor.info for tensor in tensors.flat(elements)), ev.Tensor())
    return tensors.with_batch(result, first.examples, first.batch_site)


def structure(run: Machine, call: Call) -> Value:
    """``tf.nest.map_structure(f, *structures)``: lists of variables are gone through as by a loop."""
    function, *structures = call.args or [UNKNOWN]
    if not any(isinstance(each, Variables) for each in structures):
        leaves = _side_by_side(structures)
        if leaves is not None and any(isinstance(leaf, Object) for leaf in leaves[0]):
            for given in leaves:
                calling.call_value(run, function, call.passing(list(given)))
            return UNKNOWN
        run_callbacks(run, call)
        return UNKNOWN
    return Items([], "list", True, calling.call_value(run, function, call.passing(list(map(element_of, structures)))))


def _side_by_side(structures: list[Value]) -> list[tuple[Value, ...]] | None:
    """Return what stands at the same place of lists or dicts, None where they are not known to be alike or flat."""
    tables = [each.items for each in structures if isinstance(each, Mapping) and not each.open]
    found = _of_tables(tables) if len(tables) == len(structures) else _of_lists([sequence(each) for each in structures])
    flat = not any(isinstance(leaf, (Items, Mapping)) for leaves in found for leaf in leaves)
    return found if found and flat and len(found) <= _MAX_LEAVES else None


def _of_tables(tables: Sequence[dict[Any, Value]]) -> list[tuple[Value, ...]]:
    if not tables or any(table.keys() != tables[0].keys() for table in tables):
        return []
    return [tuple(table[key] for table in tables) for key in tables[0]]


def _of_lists(lists: Sequence[Sequence[Value] | None]) -> list[tuple[Value, ...]]:
    known = [each for each in lists if each is not None]
    alike = len(known) == len(lists) and len({len(each) for each in known}) == 1
    return list(zip(*known, strict=True)) if alike else []


_MAX_LEAVES = 64
"""Calls that are made for the leaves of a structure."""


def branched(run: Machine, call: Call) -> Value:
    """``tf.cond(pred, true_fn, false_fn)``."""
    asked = call.role("pred")
    known = None if asked is None else truth(asked)
    roles = ("then", "otherwise") if known is None else ("then",) if known else ("otherwise",)
    # What a condition chooses in a graph that nobody knows beforehand is a phase, whatever its name.
    test = None if known is None and run.testimony.graph_mode else getattr(call.role_written("pred"), "value", None)
    before, chosen = len(run.testimony.events), run.under_a_flag()
    with run.asking(test, known, inside=1):
        results = [side(run, each, call) for each in map(call.role, roles) if each is not None]
    if len(results) == 2:
        picks.noted(results[0], results[1], run.testimony.events[before:])
        if not chosen:
            picks.in_one_mode(results[0], results[1])
    joined: Value = reduce(join, results) if len(results) == len(roles) else UNKNOWN
    return joined


def side(run: Machine, value: Value, call: Call) -> Value:
    """Return what a side comes to: ``K.in_train_phase`` takes tensors, too."""
    return value if isinstance(value, (TensorValue, Const)) else calling.call_value(run, value, call.passing())


def compiled(run: Machine, call: Call) -> Value:
    """``tf.function(func)``, or ``tf.function(jit_compile=True)(func)``."""
    function = call.role("func")
    if function is None:
        return External(call.name)
    target = function.function if isinstance(function, Bound) else function
    if isinstance(target, Function):
        target.compiled = True
    return function


def searched(run: Machine, call: Call) -> Value:
    """``scipy.optimize.minimize(fun, x0, jac=True)``: what a function takes gradients of is trained."""
    began = len(run.testimony.events)
    for function in (call.role("fun"), call.role("slope")):
        if isinstance(function, (Function, Bound, Partial)):
            with run.counting(None):
                calling.call_value(run, function, call.passing(open=True))
    found = run.testimony.events[began:]
    if any(isinstance(event, ev.GradientTaken) and event.applied for event in found):
        run.graph.applies_gradients = True
    return UNKNOWN


def tape(run: Machine, call: Call) -> Value:
    """``tf.GradientTape()``."""
    return TapeValue(ev.Tape(run.site(call.frame, call.node)))


def control(run: Machine, call: Call) -> Value:
    """``tf.control_dependencies(control_inputs)``."""
    return Manager("control", call.role("control_inputs") or UNKNOWN)


def first(run: Machine, call: Call) -> Value:
    """A function that returns its first argument, or something that works like it."""
    return call.args[0] if call.args else UNKNOWN


def plain(run: Machine, call: Call) -> Value:
    """A function whose value nobody needs to know."""
    run_callbacks(run, call)
    return UNKNOWN


def nothing(run: Machine, call: Call) -> Value:
    """A function that returns ``None``."""
    return NONE
