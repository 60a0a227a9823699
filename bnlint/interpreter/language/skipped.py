"""Code for another version of a library, which is not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeGuard

import libcst as cst

from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import Const, Value, Various
from bnlint.interpreter.machine import Machine
from bnlint.syntax.tree import FIELDS


def note_skipped(run: Machine, node: Any) -> set[str]:
    """Note that code is not read, so that what only it calls is not read as if somebody else did.

    Args:
        run: the interpreter.
        node: the code, None where there is none.

    Returns:
        The names in it.
    """
    names = set() if node is None else set(_names(node))
    run.read.named_elsewhere |= names
    return names


class Before(NamedTuple):
    """What a frame held before code that a version has chosen ran."""

    names: dict[str, Value]
    returned: int


def before(frame: Frame) -> Before:
    """Return what a frame holds now."""
    return Before(dict(frame.names), len(frame.returns))


def note_chosen(run: Machine, frame: Frame, begun: Before, *skipped: Any) -> None:
    """Note that a version has chosen the code that ran: flags follow from the version that this or other code sets.

    Args:
        run: the interpreter.
        frame: where it ran.
        begun: what that held before.
        skipped: the code that was not chosen.
    """
    elsewhere = {name for node in skipped for name in note_skipped(run, node)}
    for name, value in list(frame.names.items()):
        if _is_flag(value) and (name in elsewhere or begun.names.get(name) is not value):
            run.state.store(frame.names, name, Various("", (value.value,)))
    frame.returns[begun.returned :] = [
        Various("", (value.value,)) if _is_flag(value) else value for value in frame.returns[begun.returned :]
    ]


def _is_flag(value: Value) -> TypeGuard[Const]:
    return isinstance(value, Const) and isinstance(value.value, bool)


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, (list, tuple)):
        for each in node:
            yield from _names(each)
    elif type(node) is cst.Name:
        yield node.value
    elif type(node) is cst.Attribute:
        yield from _names(node.value)
        if type(node.value) is cst.Name and node.value.value == "self":
            yield node.attr.value
    else:
        for name in FIELDS.get(type(node), ()):
            yield from _names(getattr(node, name))
