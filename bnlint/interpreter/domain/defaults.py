"""Defaults of options: what holds unless the command line, the environment or a file says otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bnlint.interpreter.domain.classes import with_fields
from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.values import SWITCH, UNKNOWN, Const, Object, Value


def soft(value: Value, name: str, choices: Value | None = None) -> Value:
    """Return a default that the command line may change.

    Args:
        value: the default.
        name: of the option.
        choices: what the command line may say, as far as that is written.
    """
    if not isinstance(value, Const):
        return UNKNOWN
    if value.value is False or (type(value.value) is int and not value.value):
        return replace(value, origin=SWITCH, option=name)
    made = value.with_origin("command-line default")
    if value.value is None or is_text(value):
        return replace(made, instead=_instead(value, choices), option=name)
    return made


def soft_fields(value: Value, name: str, depth: int = 0) -> Value:
    """Return a record whose fields hold defaults that the command line may change, at any depth.

    Args:
        value: the record, or the default of a field.
        name: of the option.
        depth: how many records are around.
    """
    if not isinstance(value, Object) or depth > _DEEP:
        return soft(value, name) if isinstance(value, Const) else value
    fields = {key: soft_fields(each, f"{name}.{key}", depth + 1) for key, each in value.attrs.items()}
    return with_fields(value, fields) or value


_DEEP = 8


def is_text(value: Value) -> bool:
    """Whether a value is a known text."""
    return isinstance(value, Const) and isinstance(value.value, str)


def _instead(default: Const, choices: Value | None) -> tuple[Any, ...] | None:
    """Return what an option may hold instead of its default: () for any text, None if nothing."""
    known = sequence(choices) if choices is not None else None
    if known is None or not all(map(is_text, known)):
        return ()
    others = tuple(each.value for each in known if isinstance(each, Const) and each.value != default.value)
    return others[:_MAX_CHOICES] or None


_MAX_CHOICES = 8
"""Values of an option that are tried out."""
