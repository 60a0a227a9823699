"""Calls: binding arguments, running the program's own functions, constructing its classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Arguments, Frame
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Bound,
    Choice,
    Class,
    Const,
    External,
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
)

if TYPE_CHECKING:
    from bnlint.interpreter.core import Interpreter

FLAG_NAMES = frozenset(
    "training is_training istraining isTraining train is_train istrain isTrain train_mode training_mode phase_train "
    "train_phase is_train_mode in_training trainig bn_training bn_train phase training_phase is_training_phase".split()
)
"""Parameter names that carry a training flag in public code."""

_MAX_RUNS = 600
"""Runs of one function; beyond that its last result stands for the others."""


def call(run: Interpreter, callee: Value, arguments: Arguments, node: Any, frame: Frame) -> Value:
    """Return the result of calling a value."""
    run.step()
    if isinstance(callee, Optional):
        callee = callee.value
    unused, run.unused = run.unused, False
    if isinstance(callee, Choice):
        return _call_each(run, callee, arguments, node, frame)
    if isinstance(callee, (Function, Bound)):
        function, instance = (callee, None) if isinstance(callee, Function) else (callee.function, callee.instance)
        if function.manager:
            return Suspended(function, arguments, instance)
        return call_function(run, function, arguments, node, frame, instance)
    if isinstance(callee, Partial):
        run.used.add(id(callee))
        return call(run, callee.function, _merged(callee, arguments), node, frame)
    if isinstance(callee, Object) and callee.layer is None:
        return _call_plain_object(run, callee, arguments, node, frame)
    from bnlint.interpreter.effects import library, methods
    from bnlint.interpreter.keras import construct, forward

    if isinstance(callee, Class):
        return construct.instantiate(run, callee, arguments, node, frame)
    if isinstance(callee, Object):
        return forward.call_object(run, callee, arguments, node, frame, unused=unused)
    if isinstance(callee, External):
        return library.call_external(run, callee.name, arguments, node, frame)
    if isinstance(callee, Method):
        return methods.call_method(run, callee.instance, callee.name, arguments, node, frame)
    return call_unknown(run, arguments, node, frame)


def _call_each(run: Interpreter, choice: Choice, arguments: Arguments, node: Any, frame: Frame) -> Value:
    """Call each of the values that a name may hold."""
    from bnlint.interpreter.domain.store import join

    results: list[Value] = []

    def one(option: Value) -> Callable[[], bool]:
        def read() -> bool:
            results.append(call(run, option, arguments, node, frame))
            return True

        return read

    run.state.branches(*(one(option) for option in choice.options))
    value = results[0]
    for other in results[1:]:
        value = join(value, other)
    return value


def _merged(partial: Partial, arguments: Arguments) -> Arguments:
    shift = len(partial.args)
    sites: dict[int | str, Any] = {**partial.sites}
    for key, site in arguments.sites.items():
        sites[key + shift if isinstance(key, int) else key] = site
    return Arguments([*partial.args, *arguments.args], {**partial.kwargs, **arguments.kwargs}, sites, arguments.open)


def call_unknown(run: Interpreter, arguments: Arguments, node: Any, frame: Frame) -> Value:
    """Call something unknown: it may run the functions it is given, and change the models it is given."""
    attr = getattr(getattr(node, "func", None), "attr", None)
    if attr is not None and attr.value == "reshape" and arguments.args and not arguments.open:
        return _reshaped_unknown(run, arguments, node, frame)
    run_callbacks(run, arguments, node, frame)
    _taint(run, arguments, node)
    return graph_goes_on(arguments, node)


def graph_goes_on(arguments: Arguments, node: Any) -> Value:
    """Return what comes out of something unknown: of KerasTensors another one, which depends on them.

    A layer of another library must not cut a Functional graph in two. A class by its name makes an object instead.
    """
    from bnlint.interpreter.domain import tensors

    func = getattr(node, "func", None)
    name = getattr(getattr(func, "attr", func), "value", "")
    if isinstance(name, str) and name[:1].isupper():
        return UNKNOWN
    found = [t for value in (*arguments.args, *arguments.kwargs.values()) for t in tensors.flat(value)]
    if any(t.info.kind == "symbolic" and t.node is not None for t in found):
        merged = tensors.merge(found, None)
        return TensorValue(replace(merged.info, producers=None, layout=None, direct=None), merged.node)
    return UNKNOWN


def _reshaped_unknown(run: Interpreter, arguments: Arguments, node: Any, frame: Frame) -> Value:
    from bnlint.interpreter.domain import tensors
    from bnlint.interpreter.effects import methods

    handed = arguments.args
    target = tensors.shape_from(handed[0]) if len(handed) == 1 else tensors.shape_from(Items(list(handed), "tuple"))
    return methods.reshaped(run, TensorValue(ev.Tensor()), target, run.site(frame, node))


def run_callbacks(run: Interpreter, arguments: Arguments, node: Any, frame: Frame) -> None:
    """Run functions that are handed to somebody else, with unknown arguments, once."""
    handed = [*arguments.args, *arguments.kwargs.values()]
    for value in [option for v in handed for option in (v.options if isinstance(v, Choice) else (v,))]:
        function = value.function if isinstance(value, Bound) else value
        if isinstance(function, Function) and id(function.node) not in run.ran:
            instance = value.instance if isinstance(value, Bound) else None
            call_function(run, function, Arguments(open=True), node, frame, instance)


def _taint(run: Interpreter, arguments: Arguments, node: Any) -> None:
    name = getattr(getattr(node, "func", None), "value", None)
    attr = getattr(getattr(node, "func", None), "attr", None)
    text = (attr.value if attr is not None else name if isinstance(name, str) else "").lower()
    if not any(word in text for word in ("freez", "trainab", "finetun", "fine_tun", "lock", "prepare")):
        return
    from bnlint.interpreter.domain.keras_objects import objects_in, walk

    for value in [*arguments.args, *arguments.kwargs.values()]:
        for obj, _ in objects_in(value):
            for inner, _ in walk(obj):
                run.state.store(inner.attrs, "trainable", UNKNOWN)


# -- functions of the program ----------------------------------------------------------------------------------


def make_function(run: Interpreter, node: Any, name: str, frame: Frame) -> Function:
    """Return the value of a ``def`` or ``lambda``."""
    from bnlint.interpreter.language.expressions import evaluate

    params = node.params
    defaults = {
        p.name.value: evaluate(run, p.default, frame)
        for p in (*params.params, *params.kwonly_params, *params.posonly_params)
        if p.default is not None
    }
    env = frame if frame.function is not None or frame.parent is not None else None
    made = Function(node, frame.module, env, name, defaults)
    run.functions.append(made)
    return made


def decorate(run: Interpreter, function: Function, decorators: Any, frame: Frame) -> None:
    """Apply the decorators that matter; the program's own run (registries), and leave the function as it is."""
    from bnlint.interpreter.language.expressions import evaluate

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
        elif last in ("function", "defun") and evaluate(run, decorator.decorator, frame) is not UNKNOWN:
            function.compiled = True
        elif last in ("lru_cache", "cache"):
            function.cached = True
        elif last in ("contextmanager", "asynccontextmanager"):
            function.manager = True
        else:
            run_decorator(run, function, decorator.decorator, frame)


def _decorator_name(run: Interpreter, node: Any, frame: Frame) -> str:
    """Return the last part of a decorator's name, that of its library if it is one of a library."""
    from bnlint.interpreter.language.expressions import evaluate
    from bnlint.interpreter.language.statements import _dotted

    plain = node.func if isinstance(node, cst.Call) else node
    value = evaluate(run, plain, frame) if isinstance(plain, cst.Name) else UNKNOWN
    return (value.name if isinstance(value, External) else _dotted(plain)).rpartition(".")[2]


def run_decorator(run: Interpreter, decorated: Value, node: Any, frame: Frame) -> None:
    """Run a decorator of the program's own for what it notes down; a wrapper that it returns is looked through."""
    from bnlint.interpreter.language.expressions import evaluate

    decorator = evaluate(run, node, frame)
    if isinstance(decorator, (Function, Bound)):
        call(run, decorator, Arguments([decorated]), node, frame)


def call_bound(run: Interpreter, function: Function, instance: Value, frame: Frame, node: Any, *args: Value) -> Value:
    """Call a method of the program with known positional arguments."""
    return call_function(run, function, Arguments(list(args)), node, frame, instance)


def call_function(
    run: Interpreter,
    function: Function,
    arguments: Arguments,
    node: Any,
    frame: Frame,
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
    run.ran.add(key)
    if run.too_deep() or run.active.count(key) >= 2:
        return UNKNOWN
    run.runs[key] = run.runs.get(key, 0) + 1
    if run.runs[key] > _MAX_RUNS or run.is_idle(key):
        return UNKNOWN
    begun, marks = run.steps, run.progress()
    site = run.site(frame, node)
    inner = Frame(function.module, Table(), function.env, function, at_yield=at_yield)
    flag_name = bind_parameters(run, function, arguments, inner, site, instance, from_keras)
    flag = ev.ABSENT
    if flag_name is not None:
        from bnlint.interpreter.language.expressions import flag_of

        flag = flag_of(inner.names.get(flag_name), None)
    method = keras_method or _keras_method(function, instance)
    if method == "build" and isinstance(instance, Object):
        instance.state["built"] = True
    inner.scope = ev.Scope(
        function.name, ev.Site(function.module.path, node=function.node), method, flag_name, flag, function.compiled
    )
    run.scopes.append(inner.scope)
    run.active.append(key)
    run.depth += 1
    run.cached += function.cached
    try:
        return _run_body(run, function, inner)
    finally:
        if run.progress() == marks:
            run.idle[key] = run.idle.get(key, 0) + run.steps - begun
        run.cached -= function.cached
        run.depth -= 1
        run.active.pop()
        run.scopes.pop()


def _keras_method(function: Function, instance: Value | None) -> str | None:
    if isinstance(instance, Object) and instance.layer is not None:
        if function.name in ("call", "train_step", "test_step", "predict_step", "build", "__init__"):
            return function.name
    return None


def _run_body(run: Interpreter, function: Function, inner: Frame) -> Value:
    from bnlint.interpreter.domain.store import join
    from bnlint.interpreter.language import statements
    from bnlint.interpreter.language.expressions import evaluate

    if isinstance(function.node, cst.Lambda):
        return evaluate(run, function.node.body, inner)
    statements.block(run, function.node.body, inner)
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
    run: Interpreter,
    function: Function,
    arguments: Arguments,
    inner: Frame,
    site: ev.Site,
    instance: Value | None,
    from_keras: frozenset[str],
) -> str | None:
    """Bind arguments to parameters; return the name of the parameter that carries a training flag, if any."""
    params = function.node.params
    positional = [p.name.value for p in (*params.posonly_params, *params.params)]
    values = list(arguments.args)
    if instance is not None and function.kind != "static":
        values.insert(0, instance)
    flag_name = None
    kwargs = dict(arguments.kwargs)
    names = inner.names
    for index, name in enumerate(positional + [p.name.value for p in params.kwonly_params]):
        if index < len(positional) and index < len(values):
            shift = 1 if instance is not None and function.kind != "static" else 0
            value: Value = _handed(name, values[index], _at(site, arguments.sites.get(index - shift)))
        elif name in kwargs:
            value = kwargs.pop(name)
            if name not in from_keras:
                value = _handed(name, value, _at(site, arguments.sites.get(name)))
        elif arguments.open:
            value = _maybe_default(function.defaults.get(name))
        elif name in function.defaults:
            value = _defaulted(function.defaults[name], site)
        else:
            value = UNKNOWN
        names[name] = value
        if name in FLAG_NAMES:
            flag_name = name
    if isinstance(params.star_arg, cst.Param):
        names[params.star_arg.name.value] = Items(values[len(positional) :], "tuple", arguments.open)
    if params.star_kwarg is not None:
        places = {key: _at(site, arguments.sites.get(key)) for key in kwargs}
        names[params.star_kwarg.name.value] = Mapping(dict(kwargs), arguments.open, sites=places)
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


def _call_plain_object(run: Interpreter, obj: Object, arguments: Arguments, node: Any, frame: Frame) -> Value:
    from bnlint.interpreter.language.attributes import find_method

    method = find_method(obj.cls, "__call__")
    if method is not None:
        return call_function(run, method, arguments, node, frame, obj)
    return call_unknown(run, arguments, node, frame)


def make_super(run: Interpreter, frame: Frame) -> Value:
    """Return ``super()`` of the running method."""
    function = frame.function
    if function is None or function.owner is None:
        return UNKNOWN
    first = parameter_names(function)[:1]
    return Super(frame.names.get(first[0], UNKNOWN) if first else UNKNOWN, function.owner)
