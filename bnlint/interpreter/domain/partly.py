"""Texts of which parts are known: what they are made of, and what that says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from string import Formatter

from bnlint.interpreter.domain.containers import is_printable
from bnlint.interpreter.domain.values import MAX_TEXT, UNKNOWN, Const, Text, Value
from bnlint.patterns import pattern


def put_together(values: Iterable[Value | str]) -> Value:
    """Return a text made of others, of numbers, and of what is not known."""
    return _text([part for value in values for part in ((value,) if isinstance(value, str) else _parts(value))])


def _parts(value: Value) -> Sequence[str | None]:
    if isinstance(value, Text):
        return value.parts
    return (str(value.value),) if is_printable(value) and isinstance(value, Const) else (None,)


def filled_in(template: str, values: Sequence[Value]) -> Value:
    """Return ``template % values``; only plain fields are filled with what is known."""
    parts: list[str | Value] = []
    given = iter(values)
    for piece in _FIELD.split(template):
        plain = piece in ("%s", "%d")
        if piece == "%%":
            parts.append("%")
        elif not piece.startswith("%"):
            parts.append(piece)
        else:
            value = next(given, UNKNOWN)
            parts.append(value if plain else UNKNOWN)
    return put_together(parts)


_FIELD = pattern(r"(%%|%(?:\(\w*\))?[^%(A-Za-z]*[A-Za-z])")


def formatted(template: str, args: Sequence[Value], kwargs: Mapping[str, Value]) -> Value:
    """Return ``template.format(*args, **kwargs)``; only plain fields are filled with what is known."""
    parts: list[str | Value] = []
    given = iter(args)
    for text, field, width, conversion in Formatter().parse(template):
        parts.append(text)
        if field is None:
            continue
        value = kwargs.get(field, UNKNOWN) if field else next(given, UNKNOWN)
        if field.isdecimal():
            value = args[int(field)] if int(field) < len(args) else UNKNOWN
        parts.append(UNKNOWN if width or conversion else value)
    return put_together(parts)


def _text(parts: Sequence[str | None]) -> Value:
    """Return a text of these parts; neighbours become one."""
    merged: list[str | None] = []
    for known, group in groupby((part for part in parts if part != ""), lambda part: part is not None):
        merged.append("".join(part or "" for part in group) if known else None)
    if sum(len(part or "") for part in merged) > MAX_TEXT:
        return UNKNOWN
    if None not in merged:
        return Const(merged[0] if merged else "")
    return Text(tuple(merged)) if any(merged) else UNKNOWN


def changed(text: Text, change: Callable[[str], str]) -> Value:
    """Return a text whose letters are changed one by one."""
    return _text([None if part is None else change(part) for part in text.parts])


def holds(text: Text, word: str) -> bool | None:
    """Whether a word stands in a text; None where that is not known."""
    return True if any(part is not None and word in part for part in text.parts) else None


def begins(text: Text, word: str) -> bool | None:
    """Whether a text begins so; None where that is not known."""
    return _begins(text.parts[0] or "", word)


def ends(text: Text, word: str) -> bool | None:
    """Whether a text ends so; None where that is not known."""
    return _begins((text.parts[-1] or "")[::-1], word[::-1])


def _begins(known: str, word: str) -> bool | None:
    common = min(len(known), len(word))
    if known[:common] != word[:common]:
        return False
    return True if len(known) >= len(word) else None


def may_be(text: Text, word: str) -> bool:
    """Whether a text may be this one."""
    return begins(text, word) is not False and ends(text, word) is not False
