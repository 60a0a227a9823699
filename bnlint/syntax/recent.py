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
        self._kept: OrderedDict[str, tuple[int, T]] = OrderedDict()
        self._lock = Lock()

    def get(self, text: str) -> T | None:
        """Return the result for this text, None if it is not kept."""
        with self._lock:
            found = self._kept.get(text)
            if found is None:
                return None
            self._kept.move_to_end(text)
            return found[1]

    def keep(self, text: str, result: T, size: int | None = None) -> None:
        """Keep a result, and drop those that were not used for longest.

        Args:
            text: what it is kept for.
            result: what is kept.
            size: how much room it takes; as much as the text when None.
        """
        taken = len(text) if size is None else size
        if taken > self._room // 2:
            return  # it would drive out everything else
        with self._lock:
            self._used += taken - self._kept.get(text, (0,))[0]
            self._kept[text] = taken, result
            while self._used > self._room:
                _, (dropped, _) = self._kept.popitem(last=False)
                self._used -= dropped

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._kept.clear()
            self._used = 0
