"""Modules that a program imports by a name that it works out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

import libcst as cst

from bnlint.interpreter.domain.containers import truth
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import UNKNOWN, Choice, Const, ModuleValue, Value
from bnlint.interpreter.language.imports import load_module
from bnlint.interpreter.machine import Machine
from bnlint.syntax.words import nodes_in

_MAX_MODULES = 6
"""Modules of a package that are read where the name may be that of any of them."""


def imported(run: Machine, call: Call) -> Value:
    """``importlib.import_module(name, package)``."""
    name, package = call.role("x"), call.role("package")
    above = package.value if isinstance(package, Const) and isinstance(package.value, str) else ""
    if isinstance(name, Const) and isinstance(name.value, str):
        return _module(run, name.value, above, call)
    begin = _begin(run, call.written(0, "name"), call)
    plain = begin.lstrip(".")
    level = len(begin) - len(plain)
    if level:
        begin, level = f"{_above(above, level)}.{plain}" if above else plain, 0 if above else level
    parent, dot, first = begin.rpartition(".")
    found = run.project.inside(parent, call.frame.module, level) if dot or level else []
    prefix = "." * level + (f"{parent}." if parent else "")
    chosen = [_module(run, prefix + last, "", call) for last in found if last.startswith(first)]
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
    if level and package:
        return load_module(run, f"{_above(package, level)}.{plain}".strip("."), 0, call.frame)
    return load_module(run, plain, level, call.frame)


def _above(package: str, level: int) -> str:
    """Return the package that a relative name begins in: itself for one dot, the one above it for two."""
    return ".".join(package.split(".")[: 1 - level or None])


_FIELD = re.compile(r"\{\w*\}|%s")


def _begin(run: Machine, node: Any, call: Call) -> str:
    """Return what a name that is not known begins with: ``"nets." + name``, ``"{}.{}".format("nets", name)``."""
    texts = list(takewhile(lambda text: text is not None, _texts(run, node, call)))
    return "".join(text for text in texts if text is not None)


def _texts(run: Machine, node: Any, call: Call, inside: bool = False) -> Iterator[str | None]:
    """Yield the parts of a text, None for one that is not known.

    Args:
        node: the expression.
        call: the call that gets it.
        inside: it is what a variable is made of; other variables in it are not looked through, they may be made of it.
    """
    node = node.value if type(node) in (cst.Arg, cst.Element) else node
    if type(node) is cst.FormattedString:
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                yield part.value
            else:
                yield from _texts(run, getattr(part, "expression", None), call, inside)
    elif type(node) is cst.BinaryOperation and type(node.operator) is cst.Add:
        yield from _texts(run, node.left, call, inside)
        yield from _texts(run, node.right, call, inside)
    elif type(node) is cst.BinaryOperation and type(node.operator) is cst.Modulo:
        right = node.right
        yield from _filled(run, node.left, right.elements if type(right) is cst.Tuple else [right], call, inside)
    elif type(node) is cst.Call and type(node.func) is cst.Attribute:
        yield from _of_method(run, node, call, inside)
    elif type(node) is cst.Name and not inside and (written := _written_once(node, call.frame)) is not None:
        yield from _texts(run, written, call, inside=True)
    else:
        value = run.evaluate(node, call.frame) if node is not None else UNKNOWN
        yield value.value if isinstance(value, Const) and isinstance(value.value, str) else None


def _written_once(name: Any, frame: Frame) -> Any:
    """Return the text that a variable of a function, or module, is made of; None where that has no single answer."""
    home = frame.module.tree.root if frame.function is None else frame.function.node
    found = [
        each.value
        for each in nodes_in(home)
        if type(each) is cst.Assign
        and type(each.targets[0].target) is cst.Name
        and each.targets[0].target.value == name.value
    ]
    return found[0] if len(found) == 1 and type(found[0]) in _TEXTS else None


_TEXTS = (cst.FormattedString, cst.BinaryOperation, cst.Call)


def _of_method(run: Machine, node: Any, call: Call, inside: bool) -> Iterator[str | None]:
    """Yield the parts of ``template.format(...)`` and ``dot.join([...])``."""
    name, arguments = node.func.attr.value, node.args
    if name == "format":
        yield from _filled(run, node.func.value, arguments, call, inside)
    elif name == "join" and arguments and type(arguments[0].value) in (cst.List, cst.Tuple):
        for number, element in enumerate(arguments[0].value.elements):
            if number:
                yield from _texts(run, node.func.value, call, inside)
            yield from _texts(run, element, call, inside)
    else:
        yield None


def _filled(run: Machine, template: Any, values: Sequence[Any], call: Call, inside: bool) -> Iterator[str | None]:
    """Yield the parts of a template whose fields are filled in their order."""
    written = run.evaluate(template, call.frame)
    if not (isinstance(written, Const) and isinstance(written.value, str)):
        yield None
        return
    given = iter(values)
    for number, text in enumerate(_FIELD.split(written.value)):
        if number:
            yield from _texts(run, next(given, None), call, inside)
        yield text
