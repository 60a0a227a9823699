"""Results by source text, as many as fit: in a run over a repository the same modules are read again and again."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """The most recently used results; usable from several threads, as editors' servers do.

    Args:
        room: how many characters the texts may have together.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._used = 0
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()

    def get(self, text: str) -> T | None:
        """Return the result for this text, None if it is not kept."""
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
            return self._kept.get(text)

    def keep(self, text: str, result: T) -> None:
        """Keep a result, and drop those that were not used for longest."""
        if len(text) > self._room // 2:
            return  # it would drive out everything else
        with self._lock:
            if text not in self._kept:
                self._used += len(text)
            self._kept[text] = result
            while self._used > self._room:
                dropped, _ = self._kept.popitem(last=False)
                self._used -= len(dropped)

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._kept.clear()
            self._used = 0
