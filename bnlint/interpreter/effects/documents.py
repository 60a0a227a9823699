"""What a text in the program says that is JSON, YAML, TOML or a literal of Python; files of such are not read."""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain.containers import hashable
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import (
    MAX_INTEGER,
    MAX_TEXT,
    UNKNOWN,
    Const,
    Items,
    LongText,
    Mapping,
    Value,
)
from bnlint.interpreter.language.unknown import run_callbacks
from bnlint.interpreter.machine import Machine
from bnlint.syntax import toml
from bnlint.syntax.parsing import UNPARSABLE

_MAX_REFERENCES = 8
"""In YAML what is said once may stand in many places: with a few more references a line stands for millions."""


def loaded(run: Machine, call: Call) -> Value:
    """``json.loads(text)``, ``yaml.safe_load(text)`` and their kin."""
    text = _text(call.role("x"))
    others = len(call.args) + len(call.kwargs) - 1 - (call.role("loader") is not None)
    if text is None or others:
        run_callbacks(run, call)
        return UNKNOWN
    return _value(_document(call.name.partition(".")[0], text), run.site(call.frame, call.node))


def _text(value: Value | None) -> str | None:
    if isinstance(value, LongText):
        return value.text
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None


@lru_cache(256)
def _document(library: str, text: str) -> Any:
    """Return what a library makes of a text, ``...`` where it cannot read it."""
    try:
        return _READERS[library](text)
    except UNPARSABLE:
        return ...


def _yaml(text: str) -> Any:
    import yaml  # start-up: few programs have such a text

    if text.count("*") > _MAX_REFERENCES:
        return ...
    try:
        return yaml.load(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, LookupError, AttributeError):  # ``!!int ""``, ``!!timestamp x``
        return ...


_READERS: dict[str, Callable[[str], Any]] = {
    "ast": ast.literal_eval,
    "json": json.loads,
    "toml": toml.loads,
    "tomli": toml.loads,
    "tomllib": toml.loads,
    "yaml": _yaml,
}
"""By the module that a program calls."""


def _value(said: Any, written: ev.Site) -> Value:
    """Return what is said as a value of the program.

    Args:
        said: it.
        written: where the text is read.
    """
    if isinstance(said, dict):
        known = {key: _value(item, written) for key, item in said.items() if hashable(key)}
        return Mapping(known, len(known) < len(said))
    if isinstance(said, (list, tuple, set)):
        return Items([_value(item, written) for item in said], type(said).__name__)
    return Const(said, written=written) if _is_plain(said) else UNKNOWN


def _is_plain(said: Any) -> bool:
    """Whether a program may work with it: no date, no number without an end."""
    if isinstance(said, str):
        return len(said) <= MAX_TEXT
    if isinstance(said, (int, float)):
        return math.isfinite(said) and abs(said) <= MAX_INTEGER
    return said is None
