"""Calls: binding call, running the program's own functions, constructing its classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.classes import find_method
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.joining import join
from bnlint.interpreter.domain.keras_objects import objects_in, walk
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Bound,
    Choice,
    Class,
    Const,
    External,
    Foreign,
    Function,
    Items,
    Mapping,
    Method,
    Object,
    Optional,
    Partial,
    Super,
    Suspended,
    Table,
    TensorValue,
    Value,
    flag_of,
)
from bnlint.interpreter.machine import Machine
from bnlint.libraries.flags import FLAG_NAMES
from bnlint.syntax.words import dotted

_MAX_RUNS = 600
"""Runs of one function; beyond that its last result stands for the others."""


def call_value(run: Machine, callee: Value, call: Call) -> Value:
    """Return the result of calling a value."""
    run.budget.step()
    if isinstance(callee, Optional):
        callee = callee.value
    unused, run.unused = run.unused, False
    if isinstance(callee, Choice):
        return _call_each(run, callee, call)
    if isinstance(callee, (Function, Bound)):
        function, instance = (callee, None) if isinstance(callee, Function) else (callee.function, callee.instance)
        if function.manager:
            return Suspended(function, call, instance)
        return call_function(run, function, call, instance)
    if isinstance(callee, Partial):
        run.read.used.add(id(callee))
        return call_value(run, callee.function, _merged(callee, call))
    if isinstance(callee, Object) and callee.layer is None:
        return _call_plain_object(run, callee, call)

    if isinstance(callee, Class):
        return run.instantiate(callee, call)
    if isinstance(callee, Object):
        return run.call_object(callee, call, unused=unused)
    if isinstance(callee, External):
        return run.call_external(callee, call)
    if isinstance(callee, Method):
        return run.call_method(callee.instance, callee.name, call)
    if isinstance(callee, Foreign):
        return run.call_method(callee, "__call__", call)
    return call_unknown(run, call)


def _call_each(run: Machine, choice: Choice, call: Call) -> Value:
    """Call each of the values that a name may hold."""
    results: list[Value] = []

    def one(option: Value) -> Callable[[], bool]:
        def read() -> bool:
            results.append(call_value(run, option, call))
            return True

        return read

    run.state.branches(*(one(option) for option in choice.options))
    value = results[0]
    for other in results[1:]:
        value = join(value, other)
    return value


def _merged(partial: Partial, call: Call) -> Call:
    shift = len(partial.args)
    sites: dict[int | str, Any] = {**partial.sites}
    for key, site in call.sites.items():
        sites[key + shift if isinstance(key, int) else key] = site
    return call.passing([*partial.args, *call.args], {**partial.kwargs, **call.kwargs}, sites, call.open)


def call_unknown(run: Machine, call: Call) -> Value:
    """Call something unknown: it may run the functions it is given, and change the models it is given."""
    attr = getattr(getattr(call.node, "func", None), "attr", None)
    if attr is not None and attr.value == "reshape" and call.args and not call.open:
        return _reshaped_unknown(run, call)
    run_callbacks(run, call)
    _taint(run, call)
    return graph_goes_on(call)


def graph_goes_on(call: Call) -> Value:
    """Return what comes out of something unknown: of KerasTensors another one, which depends on them.

    A layer of another library must not cut a Functional graph in two. A class by its name makes an object instead.
    """
    from bnlint.interpreter.domain import tensors

    func = getattr(call.node, "func", None)
    name = getattr(getattr(func, "attr", func), "value", "")
    if isinstance(name, str) and name[:1].isupper():
        return UNKNOWN
    found = [t for value in (*call.args, *call.kwargs.values()) for t in tensors.flat(value)]
    if any(t.info.kind == "symbolic" and t.node is not None for t in found):
        merged = tensors.merge(found, None)
        return TensorValue(replace(merged.info, producers=None, layout=None, direct=None), merged.node)
    return UNKNOWN


def _reshaped_unknown(run: Machine, call: Call) -> Value:
    from bnlint.interpreter.domain import tensors

    handed = call.args
    target = tensors.shape_from(handed[0]) if len(handed) == 1 else tensors.shape_from(Items(list(handed), "tuple"))
    return tensors.reshaped(TensorValue(ev.Tensor()), target, run.site(call.frame, call.node))


def run_callbacks(run: Machine, call: Call) -> None:
    """Run functions that are handed to somebody else, with unknown call, once."""
    handed = [*call.args, *call.kwargs.values()]
    for value in [option for v in handed for option in (v.options if isinstance(v, Choice) else (v,))]:
        function = value.function if isinstance(value, Bound) else value
        if isinstance(function, Function) and id(function.node) not in run.read.ran:
            instance = value.instance if isinstance(value, Bound) else None
            call_function(run, function, call.passing(open=True), instance)


def _taint(run: Machine, call: Call) -> None:
    name = getattr(getattr(call.node, "func", None), "value", None)
    attr = getattr(getattr(call.node, "func", None), "attr", None)
    text = (attr.value if attr is not None else name if isinstance(name, str) else "").lower()
    if not any(word in text for word in ("freez", "trainab", "finetun", "fine_tun", "lock", "prepare")):
        return
    for value in [*call.args, *call.kwargs.values()]:
        for obj, _ in objects_in(value):
            for inner, _ in walk(obj):
                run.state.store(inner.attrs, "trainable", UNKNOWN)


# -- functions of the program ----------------------------------------------------------------------------------


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


def decorate(run: Machine, function: Function, decorators: Any, frame: Frame) -> None:
    """Apply the decorators that matter; the program's own run (registries), and leave the function as it is."""
    for decorator in decorators:
        last = _decorator_name(run, decorator.decorator, frame)
        if last == "staticmethod":
            function.kind = "static"
        elif last == "classmethod":
            function.kind = "class"
        elif last in ("property", "cached_property", "lazyproperty", "lazy_property"):
            function.kind = "property"
            function.cached = last != "property"
        elif last == "setter":
            function.kind = "setter"
        elif last in ("function", "defun") and run.evaluate(decorator.decorator, frame) is not UNKNOWN:
            function.compiled = True
        elif last in ("lru_cache", "cache"):
            function.cached = True
        elif last in ("contextmanager", "asynccontextmanager"):
            function.manager = True
        else:
            run_decorator(run, function, decorator.decorator, frame)


def _decorator_name(run: Machine, node: Any, frame: Frame) -> str:
    """Return the last part of a decorator's name, that of its library if it is one of a library."""
    plain = node.func if isinstance(node, cst.Call) else node
    value = run.evaluate(plain, frame) if isinstance(plain, cst.Name) else UNKNOWN
    return (value.name if isinstance(value, External) else dotted(plain)).rpartition(".")[2]


def run_decorator(run: Machine, decorated: Value, node: Any, frame: Frame) -> None:
    """Run a decorator of the program's own for what it notes down; a wrapper that it returns is looked through."""
    decorator = run.evaluate(node, frame)
    if isinstance(decorator, (Function, Bound)):
        call_value(run, decorator, Call(node, frame, [decorated]))


def call_bound(run: Machine, function: Function, instance: Value, frame: Frame, node: Any, *args: Value) -> Value:
    """Call a method of the program with known positional call."""
    return call_function(run, function, Call(node, frame, list(args)), instance)


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
    key = id(function.node)
    run.read.ran.add(key)
    if run.too_deep() or run.nesting.active.count(key) >= 2:
        return UNKNOWN
    run.read.runs[key] = run.read.runs.get(key, 0) + 1
    if run.read.runs[key] > _MAX_RUNS or run.budget.is_idle(key):
        return UNKNOWN
    begun, marks = run.budget.steps, run.progress()
    site = run.site(call.frame, call.node)
    inner = Frame(function.module, Table(), function.env, function, at_yield=at_yield)
    flag_name = bind_parameters(run, function, call, inner, site, instance, from_keras)
    flag = ev.ABSENT
    if flag_name is not None:
        flag = flag_of(inner.names.get(flag_name), None)
    method = keras_method or _keras_method(function, instance)
    if method == "build" and isinstance(instance, Object):
        instance.known.built = True
    inner.scope = ev.Scope(
        function.name, ev.Site(function.module.path, node=function.node), method, flag_name, flag, function.compiled
    )
    run.context.scopes.append(inner.scope)
    run.nesting.active.append(key)
    run.nesting.depth += 1
    run.cached += function.cached
    try:
        return _run_body(run, function, inner)
    finally:
        if run.progress() == marks:
            run.budget.idled(key, run.budget.steps - begun)
        run.cached -= function.cached
        run.nesting.depth -= 1
        run.nesting.active.pop()
        run.context.scopes.pop()


def _keras_method(function: Function, instance: Value | None) -> str | None:
    if isinstance(instance, Object) and instance.layer is not None:
        if function.name in ("call", "train_step", "test_step", "predict_step", "build", "__init__"):
            return function.name
    return None


def _run_body(run: Machine, function: Function, inner: Frame) -> Value:
    if isinstance(function.node, cst.Lambda):
        return run.evaluate(function.node.body, inner)
    run.block(function.node.body, inner)
    if inner.yields:
        element = inner.yields[0]
        for other in inner.yields[1:]:
            element = join(element, other)
        return Items([], "generator", True, element)
    results = inner.returns
    if not results:
        return NONE
    value = results[0]
    for other in results[1:]:
        value = join(value, other)
    return value


def parameters(function: Function) -> list[Any]:
    """Return all named parameters of a function, positional ones first."""
    params = function.node.params
    return [*params.posonly_params, *params.params, *params.kwonly_params]


def parameter_names(function: Function) -> list[str]:
    """Return the names of a function's parameters, ``self`` included."""
    return [p.name.value for p in parameters(function)]


def bind_parameters(
    run: Machine,
    function: Function,
    call: Call,
    inner: Frame,
    site: ev.Site,
    instance: Value | None,
    from_keras: frozenset[str],
) -> str | None:
    """Bind arguments to parameters; return the name of the parameter that carries a training flag, if any."""
    params = function.node.params
    positional = [p.name.value for p in (*params.posonly_params, *params.params)]
    values = list(call.args)
    if instance is not None and function.kind != "static":
        values.insert(0, instance)
    flag_name = None
    kwargs = dict(call.kwargs)
    names = inner.names
    for index, name in enumerate(positional + [p.name.value for p in params.kwonly_params]):
        if index < len(positional) and index < len(values):
            shift = 1 if instance is not None and function.kind != "static" else 0
            value: Value = _handed(name, values[index], _at(site, call.sites.get(index - shift)))
        elif name in kwargs:
            value = kwargs.pop(name)
            if name not in from_keras:
                value = _handed(name, value, _at(site, call.sites.get(name)))
        elif call.open:
            value = _maybe_default(function.defaults.get(name))
        elif name in function.defaults:
            value = _defaulted(function.defaults[name], site)
        else:
            value = UNKNOWN
        names[name] = value
        if name in FLAG_NAMES:
            flag_name = name
    if isinstance(params.star_arg, cst.Param):
        names[params.star_arg.name.value] = Items(values[len(positional) :], "tuple", call.open)
    if params.star_kwarg is not None:
        places = {key: _at(site, call.sites.get(key)) for key in kwargs}
        names[params.star_kwarg.name.value] = Mapping(dict(kwargs), call.open, sites=places)
    return flag_name


def _at(site: ev.Site, node: Any) -> ev.Site:
    if isinstance(node, ev.Site):
        return node  # it was handed on from elsewhere
    return site if node is None else ev.Site(site.path, node=node)


def _handed(name: str, value: Value, site: ev.Site) -> Value:
    """Remember which call handed a flag or a batch size in."""
    if isinstance(value, Const) and type(value.value) is int and "batch" in name and value.given_at is None:
        return Const(value.value, value.origin, site)
    if isinstance(value, Const) and isinstance(value.value, bool) and not value.origin:
        return Const(value.value, "argument", site)
    return value


def _defaulted(value: Value, site: ev.Site) -> Value:
    if isinstance(value, Const) and not value.origin:
        return Const(value.value, "parameter default", site)
    return value


def _maybe_default(value: Value | None) -> Value:
    """A parameter of a function that nobody in sight calls: numbers fall back to their default, flags do not."""
    if isinstance(value, Const) and isinstance(value.value, (int, float)) and not isinstance(value.value, bool):
        return Const(value.value, "parameter default")
    return UNKNOWN


def _call_plain_object(run: Machine, obj: Object, call: Call) -> Value:
    method = find_method(obj.cls, "__call__")
    if method is not None:
        return call_function(run, method, call, obj)
    return call_unknown(run, call) if obj.known.foreign is None else run.call_method(obj, "__call__", call)


def make_super(run: Machine, frame: Frame) -> Value:
    """Return ``super()`` of the running method."""
    function = frame.function
    if function is None or function.owner is None:
        return UNKNOWN
    first = parameter_names(function)[:1]
    return Super(frame.names.get(first[0], UNKNOWN) if first else UNKNOWN, function.owner)
