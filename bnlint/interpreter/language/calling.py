"""Calls, by what is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial, reduce
from typing import Any

from bnlint.interpreter.domain import records, states, tensors
from bnlint.interpreter.domain.classes import find_method
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.joining import join, settled, with_and_without
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Bound,
    Choice,
    Class,
    Command,
    Differentiated,
    External,
    Foreign,
    Function,
    Made,
    Mapped,
    Mapping,
    Method,
    Object,
    Optional,
    Partial,
    Suspended,
    TensorValue,
    Value,
)
from bnlint.interpreter.language import answers
from bnlint.interpreter.language.functions import call_function
from bnlint.interpreter.language.unknown import call_unknown, output_of
from bnlint.interpreter.machine import Machine
from bnlint.libraries.torch import ENDS, ENDS_UNLESS, FORWARD


def call_value(run: Machine, callee: Value, call: Call) -> Value:
    """Return the result of calling a value."""
    made = _call(run, callee, call)
    return _still_recorded(run, callee, call, made) if run.autograd.calls else made


def _still_recorded(run: Machine, callee: Value, call: Call, made: Value) -> Value:
    """Return what functions of others make of values that PyTorch has a record of: it goes on there."""
    if type(callee) in _OF_THE_PROGRAM or not (made is UNKNOWN or tensors.flat(made)):
        return made
    if isinstance(callee, Method) and callee.name in ENDS:
        return made
    if isinstance(callee, External) and callee.name in ENDS_UNLESS and ENDS_UNLESS[callee.name] not in call.kwargs:
        return made
    receiver = (callee.instance,) if isinstance(callee, Method) else ()
    found = records.records_of((*receiver, *call.args, *call.kwargs.values()))
    return records.recorded(made, found) if found else made


_OF_THE_PROGRAM = (Function, Bound, Class, Partial, Choice, Command)


def _call(run: Machine, callee: Value, call: Call) -> Value:
    run.budget.step()
    if isinstance(callee, Optional):
        callee = callee.value
    unused, run.unused = run.unused, False
    if isinstance(callee, Object):
        if callee.layer is None:
            return _call_plain_object(run, callee, call)
        saved = run.nesting.in_turn
        run.nesting.in_turn = saved or id(callee) in run.of_many
        made = run.call_object(callee, call, unused=unused)
        run.nesting.in_turn = saved
        return made
    how = _HOW.get(type(callee))
    if run.answers and how in _BY_OTHERS:
        answers.taken_by_call(run, callee, call)
    if how is not None:
        return how(run, callee, call)
    made = call_unknown(run, call)
    return output_of(callee, made, call) if isinstance(callee, Made) else made


def _call_function(run: Machine, function: Function, call: Call, instance: Value | None = None) -> Value:
    if function.manager:
        return Suspended(function, call, instance)
    return call_function(run, function, call, instance)


def _call_bound(run: Machine, bound: Bound, call: Call) -> Value:
    return _call_function(run, bound.function, call, bound.instance)


def _call_partial(run: Machine, partial: Partial, call: Call) -> Value:
    run.read.used.add(id(partial))
    shift = len(partial.args)
    sites: dict[int | str, Any] = {**partial.sites}
    for key, site in call.sites.items():
        sites[key + shift if isinstance(key, int) else key] = site
    merged = call.passing([*partial.args, *call.args], {**partial.kwargs, **call.kwargs}, sites, call.open)
    merged.laid_over = call.laid_over
    return call_value(run, partial.function, merged)


def _call_each(run: Machine, choice: Choice, call: Call) -> Value:
    """Call each of the values that a name may hold."""
    results: list[Value] = []

    def read(option: Value) -> bool:
        results.append(call_value(run, option, call))
        return True

    saved = run.nesting.in_turn
    run.nesting.in_turn = saved or choice.in_turn and all(isinstance(option, Object) for option in choice.options)
    run.state.branches(*(partial(read, option) for option in choice.options))
    run.nesting.in_turn = saved
    for value in call.args:
        if isinstance(value, TensorValue) and value.info.direct is not None:
            value.info.direct.consumers += len(choice.options)  # what is right before one of them may not be for others
    joined: Value = reduce(join, results)
    if choice.by_default:
        joined = replace(joined, by_default=True) if isinstance(joined, Choice) else settled(joined, None)
    # Of whole networks the default counts: an option of its own says how long they are trained, and how.
    return results[0] if choice.by_default and (joined is UNKNOWN or with_and_without(joined)) else joined


def _call_plain_object(run: Machine, obj: Object, call: Call) -> Value:
    method = find_method(obj.cls, "__call__")
    if method is None and obj.cls is not None and obj.cls.kind == "TorchModule":
        method = find_method(obj.cls, FORWARD)
    if method is not None:
        return call_function(run, method, call, obj)
    return call_unknown(run, call) if obj.known.foreign is None else run.call_method(obj, "__call__", call)


def _call_command(run: Machine, command: Command, call: Call) -> Value:
    """``args.func(args)``: of what the program has not changed since, it gets what its sub-command says."""
    parsed, said = command.parsed, command.said
    own = {name: value for name, value in command.own.items() if parsed.items.get(name) is said.get(name)}
    options = Mapping({**parsed.items, **own}, True, namespace=True)
    args = [options if value is parsed else value for value in call.args]
    return call_value(run, command.function, call.passing(args, call.kwargs, call.sites, call.open))


def _construct(run: Machine, cls: Class, call: Call) -> Value:
    return run.instantiate(cls, call)


def _call_external(run: Machine, callee: External, call: Call) -> Value:
    return _with_states(run, callee, call, run.call_external(callee, call))


def _call_method(run: Machine, method: Method, call: Call) -> Value:
    return _with_states(run, method, call, run.call_method(method.instance, method.name, call))


def _with_states(run: Machine, callee: Value, call: Call, made: Value) -> Value:
    """Return what a library made; of what went into something unknown nobody knows where it is."""
    if not run.returns_state or answers.asks(callee, call.node):
        return made
    if made is UNKNOWN:
        for value in (*call.args, *call.kwargs.values()):
            states.escape(value)
    elif isinstance(callee, External) and not callee.name.startswith(_CARRIES):
        states.made(made, *call.args)
    return made


_CARRIES = "jax."
"""What loops of this library get goes into the functions that they run."""


def _call_foreign(run: Machine, callee: Foreign | Differentiated | Mapped, call: Call) -> Value:
    return run.call_method(callee, "__call__", call)


_HOW: dict[type, Callable[[Machine, Any, Call], Value]] = {
    Object: _call_plain_object,
    Function: _call_function,
    Bound: _call_bound,
    Partial: _call_partial,
    Choice: _call_each,
    Class: _construct,
    Command: _call_command,
    External: _call_external,
    Method: _call_method,
    Foreign: _call_foreign,
    Differentiated: _call_foreign,
    Mapped: _call_foreign,
}
"""How a value is called, by its type."""

_BY_OTHERS = (None, _call_external, _call_method)
"""How what is not the program's own is called."""
