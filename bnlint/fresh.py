"""Answers about the project's folders that are believed for a few seconds.

A run over a repository asks the same questions for every file; an editor keeps the process for days and must see
changes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

T = TypeVar("T")

_SECONDS = 10.0
_MAX_ENTRIES = 10_000
_remembered: list[dict[str, Any]] = []


def for_seconds(function: Callable[[str], T]) -> Callable[[str], T]:
    """Make a function of a path remember its results for ten seconds."""
    kept: dict[str, tuple[float, T]] = {}
    _remembered.append(kept)

    @wraps(function)
    def remembering(path: str) -> T:
        now = time.monotonic()
        entry = kept.get(path)
        if entry is not None and now - entry[0] < _SECONDS:
            return entry[1]
        if len(kept) >= _MAX_ENTRIES:
            kept.clear()
        result = function(path)
        kept[path] = (time.monotonic(), result)
        return result

    return remembering


def forget() -> None:
    """Believe nothing any more: a file was saved."""
    for kept in _remembered:
        kept.clear()
