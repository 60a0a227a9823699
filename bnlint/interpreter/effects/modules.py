"""Modules that a program imports by a name that it works out."""

from __future__ import annotations

from typing import Any

import libcst as cst

from bnlint.interpreter.domain.containers import truth
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Choice, Const, ModuleValue, Value
from bnlint.interpreter.language.imports import load_module
from bnlint.interpreter.machine import Machine

_MAX_MODULES = 6
"""Modules of a package that are read where the name may be that of any of them."""


def imported(run: Machine, call: Call) -> Value:
    """``importlib.import_module(name, package)``."""
    name, package = call.role("x"), call.role("package")
    above = package.value if isinstance(package, Const) and isinstance(package.value, str) else ""
    if isinstance(name, Const) and isinstance(name.value, str):
        return _module(run, name.value, above, call)
    begin = _begin(run, call.written(0, "name"), call)
    parent, dot, first = begin.rpartition(".")
    found = run.project.inside(parent, call.frame.module) if dot else []
    chosen = [_module(run, f"{parent}.{last}", above, call) for last in found if last.startswith(first)]
    modules = [value for value in chosen[:_MAX_MODULES] if isinstance(value, ModuleValue)]
    if len(modules) < 2:
        return modules[0] if modules else UNKNOWN
    return Choice(tuple(modules))


def imported_by_python(run: Machine, call: Call) -> Value:
    """``__import__(name, globals, locals, fromlist)``: without a ``fromlist`` the package at the top."""
    found, name, inner = imported(run, call), call.role("x"), call.role("fromlist")
    if inner is not None and truth(inner) is not False:
        return found if truth(inner) else UNKNOWN
    known = isinstance(name, Const) and isinstance(name.value, str)
    return _module(run, name.value.partition(".")[0], "", call) if known and isinstance(name, Const) else UNKNOWN


def _module(run: Machine, name: str, package: str, call: Call) -> Value:
    plain = name.lstrip(".")
    level = len(name) - len(plain)
    if level == 1 and package:
        return load_module(run, f"{package}.{plain}", 0, call.frame)
    return load_module(run, plain, level, call.frame)


def _begin(run: Machine, node: Any, call: Call) -> str:
    """Return what a name that is not known begins with: ``"nets." + name``, ``f"nets.{name}"``."""
    node = node.value if type(node) is cst.Arg else node
    if type(node) is cst.FormattedString:
        first = node.parts[0] if node.parts else None
        return first.value if type(first) is cst.FormattedStringText else ""
    if type(node) is cst.Call and type(node.func) is cst.Attribute and node.func.attr.value == "format":
        template = run.evaluate(node.func.value, call.frame)
        known = isinstance(template, Const) and isinstance(template.value, str)
        return template.value.partition("{")[0] if known and isinstance(template, Const) else ""
    while type(node) is cst.BinaryOperation:
        node = node.left
    value = run.evaluate(node, call.frame) if node is not None else UNKNOWN
    return value.value.partition("%")[0] if isinstance(value, Const) and isinstance(value.value, str) else ""
