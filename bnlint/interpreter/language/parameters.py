"""Parameters: the arguments of a call get the names that a function has for them."""

from __future__ import annotations

from typing import Any, TypeGuard

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import SWITCH, UNKNOWN, Const, Function, Items, Mapping, Value
from bnlint.libraries.flags import FLAG_NAMES
from bnlint.syntax.words import identity_asked


def parameters(function: Function) -> list[Any]:
    """Return all named parameters of a function, positional ones first."""
    params = function.node.params
    return [*params.posonly_params, *params.params, *params.kwonly_params]


def parameter_names(function: Function) -> list[str]:
    """Return the names of a function's parameters, ``self`` included."""
    return [p.name.value for p in parameters(function)]


def positional_names(function: Function) -> list[str]:
    """Return the names of the parameters that take arguments by position, ``self`` included."""
    params = function.node.params
    return [p.name.value for p in (*params.posonly_params, *params.params)]


def shows_flag(call: Function) -> bool:
    """Whether Keras sees that a ``call`` has the parameter ``training``."""
    return "training" in parameter_names(call) and not call.hidden


def takes_one_input(method: Function) -> bool:
    """Whether Keras's loops can run a ``call``: all that it needs beside its input is what they fill in."""
    needed = [p.name.value for p in parameters(method)[1:] if p.default is None]
    return len([name for name in needed if name not in _FILLED_IN]) <= 1


_FILLED_IN = ("training", "mask")


def bind_parameters(
    function: Function, call: Call, site: ev.Site, instance: Value | None, from_keras: frozenset[str]
) -> dict[str, Value]:
    """Return what each parameter holds.

    Args:
        function: whose parameters they are.
        call: the arguments.
        site: where the call is written.
        instance: bound as first parameter.
        from_keras: parameters that Keras filled in.
    """
    params = function.node.params
    positional = positional_names(function)
    bound = [] if instance is None or function.kind == "static" else [instance]
    values = [*bound, *call.args]
    kwargs = dict(call.kwargs)
    names: dict[str, Value] = {}
    for index, name in enumerate(positional):
        if index < len(values):
            names[name] = _handed(name, values[index], _at(site, call.sites.get(index - len(bound))))
        elif call.rest is not UNKNOWN and name not in kwargs and name not in function.defaults:
            names[name] = call.rest
        else:
            names[name] = _by_name(function, name, kwargs, call, site, from_keras)
    for parameter in params.kwonly_params:
        name = parameter.name.value
        names[name] = _by_name(function, name, kwargs, call, site, from_keras)
    if type(params.star_arg) is cst.Param:
        names[params.star_arg.name.value] = Items(values[len(positional) :], "tuple", call.open)
    if params.star_kwarg is not None:
        places = {key: _at(site, call.sites.get(key)) for key in kwargs}
        names[params.star_kwarg.name.value] = Mapping(kwargs, call.open, sites=places, overlaid=call.laid_over)
    return names


def given(frame: Frame, name: str) -> Any:
    """Return the expression that the caller of a function gives for a parameter, None where it gives none."""
    function, call = frame.function, frame.called
    if function is None or call is None or type(function.node) is not cst.FunctionDef:
        return None
    positional = positional_names(function)
    bound = int(function.owner is not None and function.kind != "static")
    index = positional.index(name) - bound if name in positional else None
    node = call.written(index, name)
    return node.value if type(node) is cst.Arg else None


def left_out(test: Any, frame: Frame) -> tuple[str, Const] | None:
    """Return the parameter that ``flag is None`` finds left out, and the None that it holds; None for other tests."""
    asked = identity_asked(test)
    if asked is None or type(asked[0]) is not cst.Name:
        return None
    name, one = asked[0].value, asked[1]
    held = frame.names.get(name)
    if not isinstance(held, Const) or held.value is not None:
        return None
    of_none = type(one) is cst.Name and one.value == "None"
    own = frame.function is not None and name in parameter_names(frame.function)
    return (name, held) if of_none and own else None


def in_place(value: Value, held: Const) -> Value:
    """Return what stands for a parameter that was left out: a flag is a default then, as in ``flag=True``.

    Args:
        value: what the function gives it.
        held: the None that it held.
    """
    if isinstance(value, Const) and isinstance(value.value, bool) and not value.origin:
        return value.with_origin("parameter default", held.given_at)
    return value


def _by_name(
    function: Function, name: str, kwargs: dict[str, Value], call: Call, site: ev.Site, from_keras: frozenset[str]
) -> Value:
    """Return what a parameter holds that no positional argument is for; what is taken is no longer in ``kwargs``."""
    if name in kwargs:
        value = kwargs.pop(name)
        return value if name in from_keras else _handed(name, value, _at(site, call.sites.get(name)))
    default = function.defaults.get(name)
    if call.laid_over and isinstance(default, Const):
        return UNKNOWN
    if call.open:
        return _maybe_default(default)
    return UNKNOWN if default is None else _defaulted(default, site)


def _at(site: ev.Site, node: Any) -> ev.Site:
    if isinstance(node, ev.Site):
        return node  # it was handed on from elsewhere
    return site if node is None else ev.Site(site.path, node=node)


def _handed(name: str, value: Value, site: ev.Site) -> Value:
    """Remember which call handed a flag or a batch size in."""
    if isinstance(value, Const) and type(value.value) is int and "batch" in name and value.given_at is None:
        return value.with_origin(value.origin, site)
    if not isinstance(value, Const) or value.origin:
        return value
    is_flag = isinstance(value.value, bool) or value.value is None and name in FLAG_NAMES
    return value.with_origin("argument", site) if is_flag else value


def _defaulted(value: Value, site: ev.Site) -> Value:
    if isinstance(value, Const) and not value.origin:
        return value.with_origin("parameter default", site)
    return value


def _maybe_default(value: Value | None) -> Value:
    """A parameter of a function that nobody in sight calls: numbers, and shapes, have their default, flags have not.

    A switch of the command line is there to be turned on, whoever starts the command.
    """
    if isinstance(value, Const) and value.origin == SWITCH:
        return value
    if _is_number(value):
        return value.with_origin("parameter default")
    if isinstance(value, Items) and value.kind == "tuple" and not value.open and all(map(_is_number, value.items)):
        return value
    return UNKNOWN


def _is_number(value: Value | None) -> TypeGuard[Const]:
    return isinstance(value, Const) and isinstance(value.value, (int, float)) and not isinstance(value.value, bool)
