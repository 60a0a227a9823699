"""Numbers, texts, lists, tuples, sets and dicts as they are written."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any

import libcst as cst

from bnlint.interpreter.domain.containers import distinct, hashable, is_grown, sequence
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.joining import unsettled
from bnlint.interpreter.domain.partly import put_together
from bnlint.interpreter.domain.values import (
    MAX_INTEGER,
    UNKNOWN,
    UPDATE_OPS,
    Const,
    Items,
    LongText,
    Mapping,
    Value,
    Variables,
)
from bnlint.interpreter.language import answers
from bnlint.interpreter.language.iterated import iterated
from bnlint.interpreter.machine import Machine

_MAX_LITERAL = 200
"""Longer texts are nobody's option or name of a layer."""
_MAX_DIGITS = 30


def integer(run: Machine, node: Any, frame: Frame) -> Value:
    """``32``."""
    if len(node.value) > _MAX_DIGITS:
        return UNKNOWN
    number = int(node.value)
    return Const(number, written=run.site(frame, node)) if number <= MAX_INTEGER else UNKNOWN


def real(run: Machine, node: Any, frame: Frame) -> Value:
    """``0.99``."""
    return Const(float(node.value), written=run.site(frame, node))


def string(run: Machine, node: Any, frame: Frame) -> Value:
    """``"same"``."""
    if len(node.value) <= _MAX_LITERAL:
        return _literal(node.value)
    text = ast.literal_eval(node.value)
    return LongText(text) if isinstance(text, str) else UNKNOWN


@lru_cache(4096)
def _literal(text: str) -> Value:
    return Const(ast.literal_eval(text))


def ellipsis(run: Machine, node: Any, frame: Frame) -> Value:
    """``...``."""
    return Const(...)


def formatted(run: Machine, node: Any, frame: Frame) -> Value:
    """An f-string of known numbers and strings, which is how programs number their layers."""
    parts: list[Value | str] = []
    for part in node.parts:
        if type(part) is cst.FormattedStringText:
            parts.append(part.value)
            continue
        value = run.evaluate(part.expression, frame)
        answers.taken(run, (value,))
        parts.append(UNKNOWN if part.format_spec or part.conversion or part.equal else value)
    return put_together(parts)


def list_(run: Machine, node: Any, frame: Frame) -> Value:
    """``[a, *b]``."""
    return _elements(run, node, frame, "list")


def tuple_(run: Machine, node: Any, frame: Frame) -> Value:
    """``(a, *b)``."""
    return _elements(run, node, frame, "tuple")


def set_(run: Machine, node: Any, frame: Frame) -> Value:
    """``{a, *b}``."""
    return _elements(run, node, frame, "set")


def _elements(run: Machine, node: Any, frame: Frame, kind: str) -> Items:
    """Return what is listed, what a list of unknown length is known to have in it included."""
    items: list[Value] = []
    is_open = grown = False
    for element in node.elements:
        value = run.evaluate(element.value, frame)
        if type(element) is not cst.StarredElement:
            items.append(value)
            continue
        value = iterated(run, value, element, frame)
        listed = value if isinstance(value, Items) else None
        known = [value] if isinstance(value, Variables) or value == UPDATE_OPS else sequence(value)
        items.extend(listed.items if known is None and listed is not None else known or ())
        is_open = is_open or known is None
        grown = grown or is_grown(value)
    return Items(distinct(items) if kind == "set" else items, kind, is_open, grown=grown)


def dict_(run: Machine, node: Any, frame: Frame) -> Value:
    """``{key: value, **other}``."""
    made = Mapping({})
    for element in node.elements:
        value = run.evaluate(element.value, frame)
        if type(element) is cst.StarredDictElement:
            add_all(made, value)
            continue
        key = run.evaluate(element.key, frame)
        if isinstance(key, Const) and hashable(key.value):
            made.items[key.value] = value
            made.sites[key.value] = run.site(frame, element)
        else:
            _add_unknown(made)
    made.measure()
    return made


def add_all(made: Mapping, other: Value) -> None:
    """Lay the entries of another dict over those of a dict that is being made."""
    if not isinstance(other, Mapping) or other.open:
        _add_unknown(made, isinstance(other, Mapping) and not other.overlaid)
    if isinstance(other, Mapping):
        made.items.update(other.items)
        made.sites.update(other.sites)


def _add_unknown(made: Mapping, by_caller: bool = False) -> None:
    """An entry that is not known may replace any one before it."""
    for key, item in made.items.items():
        made.items[key] = unsettled(item, by_caller)
    made.open = True
    made.overlaid = made.overlaid or not by_caller
