"""What a small question of the program is answered is worked out once.

Packages ask the same for each of their layers: which activation a word stands for, what format images have, whether a
number has to be made a pair. A function that gets no step of a graph, and writes nothing but names and tables of its
own, answers alike where it gets the like, down to the places where its numbers are written. Its answer is kept where
no layer hangs on it: nothing is known of it, or it is something of a library, or made of constants.
``lab/shortcuts.py`` holds this against the full reading.
"""

from __future__ import annotations

from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.values import (
    NONE,
    Class,
    Const,
    Either,
    External,
    Function,
    Items,
    Mapping,
    ModuleValue,
    Text,
    Unknown,
    Value,
)
from bnlint.interpreter.language import repeats
from bnlint.interpreter.language.layouts import as_it_is
from bnlint.interpreter.machine import Machine
from bnlint.libraries.habits import PUTS_IN
from bnlint.syntax.words import dotted, nodes_in


def asked(run: Machine, function: Function, names: dict[str, Value]) -> Any:
    """Return what is comparable about a question, None where a function is no such question.

    Args:
        run: the interpreter.
        function: what is called.
        names: its parameters.
    """
    if function.env is not None or function.owner is not None or function.takes_scopes or not _reckons(run, function):
        return None
    parts = tuple(_of(value) for value in names.values())
    if None in parts:
        return None
    return id(function.node), parts, repeats.around(run), repeats.read_around(run, function)


def answered(run: Machine, question: Any) -> Value | None:
    """Return the answer that a question was given before, None for none."""
    made: Value | None = run.read.reckoned.get(question)
    return as_it_is(made) if made is not None else None


def keep(run: Machine, function: Function, question: Any, names: dict[str, Value], made: Value, begun: int) -> None:
    """Keep the answer of a question.

    Args:
        run: the interpreter.
        function: what was called.
        question: what it was asked.
        names: its parameters, which it may have changed.
        made: its result.
        begun: how much had happened before.
    """
    happened = run.testimony.events[begun:]
    lasts = type(made) is Unknown or not happened and _is_lasting(made)
    if lasts and all(map(_is_of_no_account, happened)) and question[1] == tuple(map(_of, names.values())):
        run.read.held += [*names.values(), *repeats.around_now(run, function)]
        run.read.reckoned[question] = as_it_is(made)


def _is_of_no_account(event: ev.Event) -> bool:
    return isinstance(event, ev.ApiUsed) or isinstance(event, ev.LayerBuilt) and not event.layer.is_bn


def _is_lasting(made: Value) -> bool:
    """Whether what a value is does not change, or can be copied; None may stand for a function that raises."""
    return made != NONE and not isinstance(made, Mapping) and _of(made) is not None


def _of(value: Value) -> Any:
    """Return what is comparable about a value, None for nothing."""
    if isinstance(value, Const):
        return _of_constant(value)
    if isinstance(value, Either):
        return repeats.of_either(value)
    if isinstance(value, Items):
        parts = tuple(map(_of, value.items))
        return None if value.open or None in parts else (value.kind, parts)
    if isinstance(value, Mapping):
        entries = tuple((name, _of(item)) for name, item in value.items.items())
        return None if value.open or any(part is None for _, part in entries) else entries
    if isinstance(value, External):
        return "external", value.name, value.written
    if isinstance(value, (Class, Function)):
        return "itself", id(value)
    if isinstance(value, Text):
        return "text", value.parts
    return "unknown" if type(value) is Unknown else None


def _of_constant(value: Const) -> Any:
    places = tuple(id(site.node) if site is not None else 0 for site in (value.given_at, value.written))
    told = value.value if isinstance(value.value, (int, float, str, bytes)) else id(value.value)
    return type(value.value), told, value.origin, places, value.instead, value.option, value.told


def _reckons(run: Machine, function: Function) -> bool:
    """Whether a function, and those of the program that it names, write nothing but names and tables of their own."""
    key = id(function.node)
    if key not in run.read.reckons:
        run.read.reckons[key] = all(map(_writes_nothing, repeats.functions_in(function)))
    return run.read.reckons[key]


def _writes_nothing(function: Function) -> bool:
    if type(function.node) is not cst.FunctionDef or function.owner is not None or function.env is not None:
        return False
    if function.module.tree.tells(function.node.body, _writes_elsewhere):
        return False
    asked = function.module.tree.tells(function.node.body, _asked_by_name)
    return not any(isinstance(function.module.names.get(name), ModuleValue) for name in asked)


def _writes_elsewhere(body: Any) -> bool:
    nodes = list(nodes_in(body))
    own = {node.target.value for node in nodes if type(node) is cst.AssignTarget and type(node.target) is cst.Name}
    return any(_writes(node, own) for node in nodes)


def _asked_by_name(body: Any) -> frozenset[str]:
    """Return the names before the dots of what is called: a module's, as a rule, the program's own or a library's."""
    calls = (node.func for node in nodes_in(body) if type(node) is cst.Call)
    return frozenset(_root(func) for func in calls if type(func) is cst.Attribute)


def _writes(node: Any, own: set[str]) -> bool:
    """Whether some syntax changes anything that is there when the function is called."""
    kind = type(node)
    if kind in _TARGETS:
        parts = (part for part in nodes_in(node.target) if type(part) in (cst.Attribute, cst.Subscript))
        return any(_root(part) not in own for part in parts)
    if kind is cst.Call and type(node.func) is cst.Attribute:
        return node.func.attr.value in _FILLING and _root(node.func) not in own
    return kind in _CHANGING or kind is cst.Call and dotted(node.func) in ("setattr", "exec", "eval")


def _root(node: Any) -> str:
    """Return the name that an expression begins with, "" where it begins otherwise."""
    while type(node) in (cst.Attribute, cst.Subscript, cst.Call):
        node = node.func if type(node) is cst.Call else node.value
    return node.value if type(node) is cst.Name else ""


_CHANGING = (cst.Global, cst.Nonlocal, cst.Yield, cst.Await, cst.Del, cst.FunctionDef, cst.ClassDef)
_TARGETS = (cst.AssignTarget, cst.AugAssign, cst.AnnAssign, cst.NamedExpr, cst.For)
_FILLING = PUTS_IN | {"pop", "popitem", "remove", "clear", "sort", "reverse", "assign"}
