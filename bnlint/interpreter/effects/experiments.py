"""Experiments of Sacred: settings by name, which functions get where their callers give them nothing."""

from __future__ import annotations

from collections.abc import Mapping as Named

from bnlint.interpreter.domain.defaults import soft
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import NONE, UNKNOWN, Experiment, Function, Mapping, Method, Table, Value
from bnlint.interpreter.language import calling
from bnlint.interpreter.language.parameters import parameter_names
from bnlint.interpreter.machine import Machine


def new(run: Machine, call: Call) -> Value:
    """``sacred.Experiment(name)``."""
    run.read.options = True
    return Experiment()


def settings_of(run: Machine, value: Experiment, call: Call) -> Value:
    """``@experiment.config``: the names that the function binds."""
    function = call.role("function")
    if not isinstance(function, Function):
        return Method(value, call.name)
    run.read.ran.add(id(function.node))
    given = {name: value.settings.get(name, UNKNOWN) for name in parameter_names(function)}
    inner = Frame(function.module, Table(given), function.env, function)
    run.block(function.node.body, inner)
    _put(value, inner.names)
    return function


def add_settings(run: Machine, value: Experiment, call: Call) -> Value:
    """``experiment.add_config({"rate": 0.1}, width=64)``; nobody knows what a file replaces."""
    given = call.role("settings")
    known = not call.open and (given is None or isinstance(given, Mapping) and not given.open)
    _put(value, {} if known else dict.fromkeys(value.settings, UNKNOWN))
    entries = given.items if isinstance(given, Mapping) else {}
    _put(value, {**{str(key): each for key, each in entries.items()}, **call.kwargs})
    return NONE


def take(run: Machine, value: Experiment, call: Call) -> Value:
    """``@experiment.capture``: the function gets settings for the parameters of their names."""
    function = call.role("function")
    if not isinstance(function, Function):
        return UNKNOWN if call.args or "prefix" in call.kwargs else Method(value, call.name)
    value.taking.append(function)
    _fill(value, function)
    return function


def take_and_run(run: Machine, value: Experiment, call: Call) -> Value:
    """``@experiment.automain``: the same of what the program runs."""
    function = take(run, value, call)
    if isinstance(function, Function) and not call.frame.module.imported:
        calling.call_value(run, function, call.passing())
    return function


def _put(experiment: Experiment, settings: Named[str, Value]) -> None:
    experiment.settings.update({name: _softened(value, name) for name, value in settings.items()})
    for function in experiment.taking:
        _fill(experiment, function)


def _fill(experiment: Experiment, function: Function) -> None:
    whole = {"_config": Mapping({**experiment.settings}, True)}
    known = {**experiment.settings, **whole}
    function.defaults.update({name: known[name] for name in parameter_names(function) if name in known})


def _softened(value: Value, name: str) -> Value:
    """Return a setting that the command line may change, at any depth."""
    if not isinstance(value, Mapping):
        return soft(value, name)
    inside = {key: _softened(each, f"{name}.{key}") for key, each in value.items.items()}
    return Mapping(inside, value.open, value.namespace, dict(value.sites))
