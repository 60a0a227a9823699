"""``functools.singledispatch``: functions that run another one for each type of their first argument."""

from __future__ import annotations

from typing import Any

import libcst as cst

from bnlint.interpreter.domain.classes import mro
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import UNKNOWN, Class, Const, External, Function, Object, Value
from bnlint.interpreter.machine import Machine
from bnlint.patterns import pattern


def is_registered(run: Machine, function: Function, node: Any, frame: Frame) -> bool:
    """Keep a function for a type where its decorator says so: ``@make.register``, ``@make.register(Batch)``.

    Args:
        run: the machine.
        function: what is decorated.
        node: the decorator.
        frame: the names around.
    """
    plain = node.func if type(node) is cst.Call else node
    if type(plain) is not cst.Attribute or plain.attr.value != _REGISTERS:
        return False
    owner = run.evaluate(plain.value, frame)
    if not isinstance(owner, Function) or owner.variants is None:
        return False
    written = node.args[0].value if type(node) is cst.Call and node.args else _annotation(function)
    owner.variants.append((UNKNOWN if written is None else run.evaluate(written, frame), function))
    return True


_REGISTERS = "register"


_ANNOTATED = pattern(r"\bdef[ \t]+\w+[ \t]*\(\s*\w+[ \t]*:[ \t]*['\"]?(\w+(?:\.\w+)*)")


def _annotation(function: Function) -> Any:
    """Return the name behind that of a function's first parameter, None for anything else: the tree has none."""
    line = function.module.tree.line(function.node)
    behind = "" if line is None else "".join(function.module.text.splitlines(keepends=True)[line - 1 :])
    found = _ANNOTATED.search(behind)
    if found is None or found.start() > behind.find("def ") >= 0:
        return None
    first, *others = found[1].split(".")
    named: Any = cst.Name(first)
    for other in others:
        named = cst.Attribute(named, cst.Name(other))
    return named


def for_call(function: Function, call: Call) -> Function:
    """Return the function that a call runs: the one for the type of its first argument, else the first one."""
    value = call.args[0] if call.args else UNKNOWN
    kept = {_key(kind): variant for kind, variant in function.variants or ()}
    return next((kept[key] for key in _keys(value) if key in kept), function)


def _keys(value: Value) -> list[object]:
    """Return what the type of a value and those above it are known by, nearest first."""
    if isinstance(value, Object) and value.cls is not None:
        return [id(cls) for cls in mro(value.cls)]
    return [f"builtins.{type(value.value).__name__}"] if isinstance(value, Const) else []


def _key(kind: Value) -> object:
    """Return what a type is known by."""
    if isinstance(kind, Class):
        return id(kind)
    return kind.name if isinstance(kind, External) else None
