"""Decorators, and what they make of functions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import libcst as cst

from bnlint.interpreter.domain.classes import find_method
from bnlint.interpreter.domain.defaults import soft
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Bound,
    Class,
    Const,
    Differentiated,
    Experiment,
    External,
    Function,
    Mapped,
    Method,
    Object,
    Partial,
    Value,
)
from bnlint.interpreter.language import variants
from bnlint.interpreter.language.calling import call_value
from bnlint.interpreter.language.parameters import parameter_names
from bnlint.interpreter.machine import Machine
from bnlint.libraries.decorators import DOES, GIVES_SETTINGS, TELLS_OF_FLAG
from bnlint.libraries.flags import FLAG_NAMES
from bnlint.syntax.words import dotted, nodes_in, texts_in

_CHANGES: dict[str, dict[str, Any]] = {
    "static": {"kind": "static"},
    "class": {"kind": "class"},
    "property": {"kind": "property"},
    "cached property": {"kind": "property", "cached": True},
    "setter": {"kind": "setter"},
    "cached": {"cached": True},
    "manager": {"manager": True},
    "compiled": {"compiled": True},
    "takes scopes": {"takes_scopes": True},
    "without graph": {"graphless": True},
}
"""What becomes of a function, by what its decorator does."""


def decorate(run: Machine, function: Function, decorators: Any, frame: Frame) -> Value:
    """Apply the decorators that matter; the program's own run (registries), and leave the function as it is.

    Returns:
        the function, or the other one that a library makes of it: its gradient; a wrapper that gives its object back,
        so that calls can be chained.
    """
    made: Value = function
    for decorator in reversed(decorators):
        name = name_of(run, decorator.decorator, frame)
        if name in GIVES_SETTINGS:
            _give_settings(run, function, decorator.decorator, frame)
            continue
        does = DOES.get(name.rpartition(".")[2])
        if does == "compiled" and run.evaluate(decorator.decorator, frame) is UNKNOWN:
            continue  # nobody knows whose ``function`` it is
        if does == "dispatched":
            function.variants = []
        elif does is None and variants.is_registered(run, function, decorator.decorator, frame):
            continue
        elif does is None:
            wrapper = run_decorator(run, function, decorator.decorator, frame)
            function.hidden = function.hidden or _hides(wrapper, function)
            function.scoped = function.scoped or _opens_scopes(wrapper)
            made = _in_its_place(wrapper, function, frame) if made is function else made
        elif does == "option":
            _take_option(run, function, decorator.decorator, frame)
        elif does == "another function":
            made = _transformed(run, made, decorator.decorator, frame)
        else:
            for attribute, value in _CHANGES[does].items():
                setattr(function, attribute, value)
    return made


def _transformed(run: Machine, function: Value, node: Any, frame: Frame) -> Value:
    """Return what ``@jax.value_and_grad`` makes of a function, with ``functools.partial`` around it or not.

    A method stays as it is: it has no object yet.
    """
    if isinstance(function, Function) and next(iter(parameter_names(function)), "") == "self":
        return function
    decorator = run.evaluate(node, frame)
    applied = decorator.function if isinstance(decorator, Partial) else decorator
    if not isinstance(applied, External):
        return function
    made = call_value(run, decorator, Call(node, frame, [function]))
    return made if isinstance(made, (Differentiated, Mapped)) else function


def _take_option(run: Machine, function: Function, node: Any, frame: Frame) -> None:
    """``@click.option("--name", default=value)``: a parameter's default."""
    if type(node) is not cst.Call:
        return
    named = {argument.keyword.value: argument.value for argument in node.args if argument.keyword is not None}
    written = [argument.value for argument in node.args if argument.keyword is None]
    words = [word.raw_value for word in written if type(word) is cst.SimpleString]
    plain = [word for word in words if not word.startswith("-")]
    longest = max((word.partition("/")[0].lstrip("-") for word in words), key=len, default="")
    name = plain[0] if plain else longest.replace("-", "_").lower()
    if "default" in named:
        run.read.options = True
        function.defaults[name] = soft(run.evaluate(named["default"], frame), name)
    elif "is_flag" in named:
        function.defaults[name] = soft(Const(False), name)


def _give_settings(run: Machine, function: Function, node: Any, frame: Frame) -> None:
    """``@hydra.main(config_path=None, config_name="config")``: the first parameter holds what is stored so.

    With a path it is what a file says.
    """
    written = node.args if type(node) is cst.Call else []
    given = {argument.keyword.value: argument.value for argument in written if argument.keyword is not None}
    path, name = (run.evaluate(given[key], frame) if key in given else NONE for key in ("config_path", "config_name"))
    first = next(iter(parameter_names(function)), None)
    from_store = isinstance(path, Const) and path.value is None and len(given) == len(written)
    if first is not None and from_store and isinstance(name, Const):
        function.defaults[first] = run.graph.stored.get(str(name.value), UNKNOWN)


def name_of(run: Machine, node: Any, frame: Frame) -> str:
    """Return a decorator's name, as it is written; what a single name was imported as where a library has it."""
    plain = node.func if type(node) is cst.Call else node
    value = run.evaluate(plain, frame) if type(plain) is cst.Name else UNKNOWN
    return value.name if isinstance(value, External) else dotted(plain)


def run_decorator(run: Machine, decorated: Value, node: Any, frame: Frame) -> Value:
    """Run a decorator of the program's own for what it notes down; a wrapper that it returns is looked through.

    Returns:
        that wrapper, or whatever else it returns.
    """
    decorator = run.evaluate(node, frame)
    of_experiment = isinstance(decorator, Method) and isinstance(decorator.instance, Experiment)
    if of_experiment or isinstance(decorator, (Function, Bound)) or _is_called(decorator):
        return call_value(run, decorator, Call(node, frame, [decorated]))
    return UNKNOWN


def _in_its_place(wrapper: Value, function: Function, frame: Frame) -> Value:
    """Return the wrapper that gives its object back, or the object that a class makes; else the function itself."""
    if isinstance(wrapper, Function) and _gives_itself(wrapper, function):
        return replace(wrapper, name=function.name)
    is_object = isinstance(wrapper, Object) and frame.function is None and _is_called(wrapper)
    return wrapper if is_object else function


def _is_called(value: Value) -> bool:
    """Whether calls of an object, or of the instances of a class, run a method of the program."""
    if isinstance(value, Object):
        return value.layer is None and _is_called(value.cls or UNKNOWN)
    if not isinstance(value, Class) or find_method(value, "__get__") is not None:
        return False
    return find_method(value, "__call__") is not None


def _hides(wrapper: Value, function: Function) -> bool:
    """Whether a wrapper shows no training flag where the function has one, and does nothing about that itself."""
    if not isinstance(wrapper, Function) or wrapper is function or "training" not in parameter_names(function):
        return False
    around = wrapper.env.function if wrapper.env is not None else None
    return around is not None and not around.module.tree.tells(around.node, _tells_of_flag)


def _tells_of_flag(decorator: Any) -> bool:
    return not TELLS_OF_FLAG.isdisjoint(texts_in(decorator) - _own_names(decorator))


def _own_names(decorator: Any) -> set[str]:
    """Return what a decorator calls its functions and their parameters, which tells nothing, training flags aside."""
    nodes = (node for node in nodes_in(decorator) if type(node) in (cst.FunctionDef, cst.Param))
    return {node.name.value for node in nodes} - FLAG_NAMES


def _gives_itself(wrapper: Function, function: Function) -> bool:
    """Whether a method's wrapper returns the object and keeps what the method returns: ``net.conv(...).pool(...)``."""
    first = next(iter(parameter_names(function)), None)
    if wrapper is function or first is None or next(iter(parameter_names(wrapper)), None) != first:
        return False
    return wrapper.module.tree.tells(wrapper.node, _names_returned) == {first}


def _names_returned(function: Any) -> set[str]:
    """Return the names that a function returns, "" among them for anything else."""
    returned = (node.value for node in nodes_in(function) if type(node) is cst.Return)
    return {value.value if type(value) is cst.Name else "" for value in returned}


def _opens_scopes(wrapper: Value) -> bool:
    """Whether a wrapper may run a function under arguments of TF1's ``arg_scope``."""
    if not isinstance(wrapper, Function) or "arg_scope" not in wrapper.module.text:
        return False
    return "arg_scope" in wrapper.module.tree.tells(wrapper.node, texts_in)
