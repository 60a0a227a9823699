"""Answers about the project's folders that are believed for a few seconds.

A run over a repository asks the same questions for every file; an editor keeps the process for days and must see
changes. What takes long (the imports of a large project) is believed longer: it may use one hundredth of the time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

_SECONDS = 10.0
_MAX_ENTRIES = 10_000
_remembered: list[dict[Any, Any]] = []


def for_seconds(function: Callable[[K], T]) -> Callable[[K], T]:
    """Make a function of a path remember its results for ten seconds, or a hundred times as long as it takes."""
    kept: dict[K, tuple[float, T]] = {}
    _remembered.append(kept)

    @wraps(function)
    def remembering(asked: K) -> T:
        now = time.monotonic()
        entry = kept.get(asked)
        if entry is not None and now < entry[0]:
            return entry[1]
        if len(kept) >= _MAX_ENTRIES:
            kept.clear()
        result = function(asked)
        done = time.monotonic()
        kept[asked] = (done + max(_SECONDS, 100 * (done - now)), result)
        return result

    return remembering


class Kept(Generic[T]):
    """Something that is worked out bit by bit, and believed as long as what ``for_seconds`` remembers.

    Args:
        make: makes an empty one.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._kept: dict[str, tuple[float, T]] = {}
        self._spent = 0.0
        _remembered.append(self._kept)

    def get(self) -> T:
        """Return the one that is believed, or a new one."""
        now = time.monotonic()
        entry = self._kept.get("")
        if entry is not None and now < entry[0] + max(_SECONDS, 100 * self._spent):
            return entry[1]
        self._spent = 0.0
        self._kept[""] = now, self._make()
        return self._kept[""][1]

    def spent(self, seconds: float) -> None:
        """Note how long a bit of it took."""
        self._spent += seconds


def forget() -> None:
    """Believe nothing any more: a file was saved."""
    for kept in _remembered:
        kept.clear()
