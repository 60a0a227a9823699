"""A limit on the time that one file takes: whatever a program does to the analysis, the next file's turn comes.

Budgets count the steps that are foreseen. This is the backstop for those that are not. One thread watches all limits of
a process and ends when there are none: starting one takes as long as reading a small file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Thread, get_ident
from time import monotonic
from typing import NamedTuple

from bnlint.analysis.stack import start
from bnlint.interpreter.budget import OutOfTime

_ROUND = 1.0
"""Seconds after which the thread looks again; a limit that is over sooner wakes it."""


class _Limit(NamedTuple):
    thread: int
    end: float


class _Watchdog:
    """The limits of a process, by a number of their own."""

    def __init__(self) -> None:
        self.changed = Condition()
        self.limits: dict[int, _Limit] = {}
        self.last = 0
        self.watching = False

    def begin(self, seconds: float) -> int:
        """Begin a limit for this thread; return its number."""
        with self.changed:
            self.last += 1
            self.limits[self.last] = _Limit(get_ident(), monotonic() + seconds)
            if not self.watching:
                start(Thread(target=self._watch, name="bnlint-watchdog", daemon=True))
                self.watching = True
            elif seconds < _ROUND:
                self.changed.notify()
            return self.last

    def end(self, number: int) -> None:
        """End a limit: after this nothing is raised for it."""
        with self.changed:
            self.limits.pop(number, None)

    def _watch(self) -> None:
        with self.changed:
            while self.limits:
                now = monotonic()
                for number, limit in list(self.limits.items()):
                    if limit.end <= now:
                        del self.limits[number]
                        _raise_in(limit.thread, OutOfTime)
                first = min((limit.end - now for limit in self.limits.values()), default=_ROUND)
                self.changed.wait(min(first, _ROUND))
            self.watching = False


_watchdog = _Watchdog()


def _forget() -> None:
    """Begin anew in a process that was forked: its only thread is the one that forked."""
    global _watchdog
    _watchdog = _Watchdog()


if hasattr(os, "register_at_fork"):  # Windows has no fork
    os.register_at_fork(after_in_child=_forget)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Run the body for so long at most, in any thread.

    Args:
        seconds: of wall-clock time; 0 for no limit.

    Raises:
        OutOfTime: they are over. It is raised between two steps of Python, so not within one call of C code.
    """
    if not seconds:
        yield
        return
    watchdog = _watchdog
    number = watchdog.begin(seconds)
    try:
        yield
    finally:
        watchdog.end(number)


def _raise_in(thread: int, kind: type[BaseException]) -> None:
    """Raise an exception in a thread, as ``Ctrl-C`` does in the main one (PyThreadState_SetAsyncExc)."""
    from ctypes import c_ulong, py_object, pythonapi  # start-up: hardly any run gets here

    pythonapi.PyThreadState_SetAsyncExc(c_ulong(thread), py_object(kind))
