"""Texts that a program puts together, of which parts are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import Any

import libcst as cst

from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import UNKNOWN, Const
from bnlint.interpreter.machine import Machine
from bnlint.syntax.words import nodes_in

_FIELD = re.compile(r"\{\w*\}|%[sd]")


def beginning(run: Machine, node: Any, frame: Frame) -> str:
    """Return what a text that is not known begins with: ``"nets." + name``, ``"{}.{}".format("nets", name)``.

    Args:
        run: the machine.
        node: the expression.
        frame: the names around it.
    """
    known = takewhile(lambda part: isinstance(part, str), _texts(run, node, frame))
    return "".join(map(str, known))


def counted(run: Machine, node: Any, frame: Frame) -> Callable[[str], bool]:
    """Return what says whether a text may be this one but for numbers that are not known: ``f"conv{i}_block{block}"``.

    Args:
        run: the machine.
        node: the expression.
        frame: the names around it.
    """
    parts = _texts(run, node, frame)
    wanted = _NUMBER.split("".join(_ANY if part is None else str(part) for part in parts))

    def fits(text: str) -> bool:
        found = _NUMBER.split(text)
        return len(found) == len(wanted) and all(map(_is_one, found, wanted))

    return fits


_ANY = "\0"
"""Stands for a part of a text that is not known."""
_NUMBER = re.compile(rf"([\d{_ANY}]+)")


def _is_one(found: str, wanted: str) -> bool:
    return found == wanted or _ANY in wanted and found.isdigit()


def _texts(run: Machine, node: Any, frame: Frame, inside: bool = False) -> Iterator[str | int | None]:
    """Yield the parts of a text, numbers among them, None for one that is not known.

    Args:
        node: the expression.
        frame: the names around it.
        inside: it is what a variable is made of; other variables in it are not looked through, they may be made of it.
    """
    node = node.value if type(node) in (cst.Arg, cst.Element) else node
    if type(node) is cst.FormattedString:
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                yield part.value
            else:
                yield from _texts(run, getattr(part, "expression", None), frame, inside)
    elif type(node) is cst.BinaryOperation and type(node.operator) is cst.Add:
        yield from _texts(run, node.left, frame, inside)
        yield from _texts(run, node.right, frame, inside)
    elif type(node) is cst.BinaryOperation and type(node.operator) is cst.Modulo:
        right = node.right
        yield from _filled(run, node.left, right.elements if type(right) is cst.Tuple else [right], frame, inside)
    elif type(node) is cst.Call and type(node.func) is cst.Attribute:
        yield from _of_method(run, node, frame, inside)
    elif type(node) is cst.Name and not inside and (written := _written_once(node, frame)) is not None:
        yield from _texts(run, written, frame, inside=True)
    else:
        value = run.evaluate(node, frame) if node is not None else UNKNOWN
        yield value.value if isinstance(value, Const) and type(value.value) in (str, int) else None


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


def _of_method(run: Machine, node: Any, frame: Frame, inside: bool) -> Iterator[str | int | None]:
    """Yield the parts of ``template.format(...)`` and ``dot.join([...])``."""
    name, arguments = node.func.attr.value, node.args
    if name == "format":
        yield from _filled(run, node.func.value, arguments, frame, inside)
    elif name == "join" and arguments and type(arguments[0].value) in (cst.List, cst.Tuple):
        for number, element in enumerate(arguments[0].value.elements):
            if number:
                yield from _texts(run, node.func.value, frame, inside)
            yield from _texts(run, element, frame, inside)
    else:
        yield None


def _filled(
    run: Machine, template: Any, values: Sequence[Any], frame: Frame, inside: bool
) -> Iterator[str | int | None]:
    """Yield the parts of a template whose fields are filled in their order."""
    written = run.evaluate(template, frame)
    if not (isinstance(written, Const) and isinstance(written.value, str)):
        yield None
        return
    given = iter(values)
    for number, text in enumerate(_FIELD.split(written.value)):
        if number:
            yield from _texts(run, next(given, None), frame, inside)
        yield text
