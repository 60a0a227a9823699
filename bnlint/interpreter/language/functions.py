"""Functions of the program: how they are made and run."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.containers import hashable
from bnlint.interpreter.domain.flow import Left
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.joining import join
from bnlint.interpreter.domain.values import NONE, UNKNOWN, Const, Function, Items, Object, Super, Table, Value, flag_of
from bnlint.interpreter.language import options, reckoned, repeats, scoped, sizes, variants
from bnlint.interpreter.language.backward import goes_back
from bnlint.interpreter.language.parameters import bind_parameters, parameter_names
from bnlint.interpreter.machine import AS_BEFORE, Machine
from bnlint.libraries.flags import flag_among
from bnlint.libraries.keras_models import BUILD, STEPS


def make_function(run: Machine, node: Any, name: str, frame: Frame) -> Function:
    """Return the value of a ``def`` or ``lambda``."""
    params = node.params
    defaults = {
        p.name.value: run.evaluate(p.default, frame)
        for p in (*params.params, *params.kwonly_params, *params.posonly_params)
        if p.default is not None
    }
    env = frame if frame.function is not None or frame.parent is not None else None
    made = Function(node, frame.module, env, name, defaults)
    run.read.functions.append(made)
    return made


def call_bound(run: Machine, function: Function, instance: Value, frame: Frame, node: Any, *args: Value) -> Value:
    """Call a method of the program with positional arguments."""
    return call_function(run, function, Call(node, frame, list(args)), instance)


_MAX_RECURSION, _MAX_COUNTED = 2, 10
"""How often a function may be running at once; where it is called with what may lead to an end."""


def _depth(call: Call) -> int:
    given = (*call.args, *call.kwargs.values())
    return _MAX_COUNTED if any(map(_leads_to_an_end, given)) else _MAX_RECURSION


def _leads_to_an_end(value: Value) -> bool:
    """Whether a function that calls itself may end by what it gets: a number, or a layer with others inside."""
    if isinstance(value, Const):
        return type(value.value) is int
    return isinstance(value, Object) and value.layer is not None


def call_function(
    run: Machine,
    function: Function,
    call: Call,
    instance: Value | None = None,
    keras_method: str | None = None,
    from_keras: frozenset[str] = frozenset(),
    at_yield: Callable[[Value], None] | None = None,
) -> Value:
    """Run a function of the program and return what it returns.

    Args:
        instance: bound as first parameter.
        keras_method: set where Keras itself runs the method.
        from_keras: parameters that Keras filled in.
        at_yield: runs what waits for a value of a generator.
    """
    if function.variants:
        function = variants.for_call(function, call)
    key = id(function.node)
    run.read.ran.add(key)
    if isinstance(instance, Object) and instance.cls is not None and instance.cls is not function.owner:
        run.read.inherited.add((key, id(instance.cls.node)))
    if run.too_deep() or run.nesting.active.count(key) >= _depth(call):
        return UNKNOWN
    if run.budget.is_idle(key, run.progress()):
        return UNKNOWN
    built = run.built
    if function.takes_scopes:
        call = scoped.filled(run, function, call)
    names = bind_parameters(function, call, run.site(call.frame, call.node), instance, from_keras)
    asked = _asked(names) if function.cached else None
    kept = None if asked is None else function.answers.get(asked)
    if isinstance(kept, Object):
        made: Value = kept
    else:
        method = keras_method or _keras_method(function, instance)
        made = _follow(run, function, call, names, instance, method, at_yield)
        if asked is not None:
            run.state.store(function.answers, asked, made)
    if not run.read.options or keras_method is not None or run.built - built > options.FEW:
        return made
    return options.of_call(run, call, made, lambda other: call_function(run, function, other, instance))


def _asked(names: dict[str, Value]) -> tuple[Any, ...] | None:
    """Return what ``functools.lru_cache`` knows a call by, None where nobody knows."""
    parts = [part for value in names.values() for part in (value.items if isinstance(value, Items) else [value])]
    known = all(isinstance(part, Object) or isinstance(part, Const) and hashable(part.value) for part in parts)
    if not known or any(isinstance(value, Items) and value.open for value in names.values()):
        return None
    return tuple(part.value if isinstance(part, Const) else ("object", id(part)) for part in parts)


def _follow(
    run: Machine,
    function: Function,
    call: Call,
    names: dict[str, Value],
    instance: Value | None,
    method: str | None,
    at_yield: Callable[[Value], None] | None,
) -> Value:
    """Return what a function makes of its parameters: it runs, unless that is known from another call."""
    if instance is not None:
        return _run(run, function, call, names, instance, method, at_yield)
    if run.read.sizing and sizes.is_read(run, function, call, names):
        return UNKNOWN
    got = repeats.got(run, function, names, call.node)
    question = reckoned.asked(run, function, names) if got is None else None
    made = repeats.again(run, function, got) if got is not None else None
    if question is not None:
        made = reckoned.answered(run, question)
    if made is not None:
        return made
    happened = len(run.testimony.events)
    made = _run(run, function, call, names, None, method, at_yield)
    if got is not None:
        repeats.keep(run, function, got, made)
    elif question is not None:
        reckoned.keep(run, function, question, names, made, happened)
    return made


def _run(
    run: Machine,
    function: Function,
    call: Call,
    names: dict[str, Value],
    instance: Value | None,
    method: str | None,
    at_yield: Callable[[Value], None] | None,
) -> Value:
    """Run a function's body with its parameters, as a part of what runs around it."""
    key = id(function.node)
    begun, marks = run.budget.steps, run.progress()
    spine = call.frame.spine and call.node is run.read.stem
    inner = Frame(function.module, Table(names), function.env, function, at_yield=at_yield, called=call, spine=spine)
    flag_name = flag_among(parameter_names(function))
    flag = ev.ABSENT if flag_name is None else flag_of(names[flag_name], None)
    if method == BUILD and isinstance(instance, Object):
        instance.known.built = True
    inner.scope = ev.Scope(
        function.name,
        ev.Site(function.module.path, node=function.node),
        method,
        flag_name,
        flag,
        function.compiled,
        function.owner.name if function.owner is not None else "",
    )
    run.context.scopes.append(inner.scope)
    run.nesting.active.append(key)
    run.nesting.depth += 1
    run.cached += function.cached
    premises, switches = len(run.nesting.premises), run.nesting.switches
    try:
        with (
            run.stepping(goes_back(run, function.node, function.module)),
            run.graphless(function.graphless),
            run.state.on_its_own() if call.open else AS_BEFORE,
        ):
            made = _run_body(run, function, inner)
        run.read.ended.add(key)
        return made
    finally:
        if run.progress() != marks:
            run.budget.touched(key)
        elif not run.nesting.muted:
            run.budget.idled(key, run.budget.steps - begun)
        del run.nesting.premises[premises:]
        run.nesting.switches = switches
        run.cached -= function.cached
        run.nesting.depth -= 1
        run.nesting.active.pop()
        run.context.scopes.pop()


def _keras_method(function: Function, instance: Value | None) -> str | None:
    of_keras = isinstance(instance, Object) and instance.layer is not None
    return function.name if of_keras and (function.name in STEPS or function.name == ev.OWN_CALL) else None


def _run_body(run: Machine, function: Function, inner: Frame) -> Value:
    if type(function.node) is cst.Lambda:
        return run.evaluate(function.node.body, inner)
    with run.state.leaving(Left.FUNCTION, inner.names):
        run.block(function.node.body, inner)
    if inner.returns or inner.yields:
        run.state.failed = False  # some way through it does not come by what raises
    if inner.yields:
        return Items([], "generator", True, reduce(join, inner.yields))
    result: Value = reduce(join, inner.returns) if inner.returns else NONE
    return result


def make_super(frame: Frame) -> Value:
    """Return ``super()`` of the running method."""
    function = frame.function
    if function is None or function.owner is None:
        return UNKNOWN
    first = parameter_names(function)[:1]
    return Super(frame.names.get(first[0], UNKNOWN) if first else UNKNOWN, function.owner)
