"""What an analysis asks of the process that it runs in: frames for the recursion, and a collector that waits."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_FRAMES = 6_000
"""Python frames an analysis may use: deep expressions are walked recursively, each level in a few frames."""
_YOUNG = 100_000
"""Objects that an analysis makes before the garbage collector looks at them.

By default it looks after 700, and at everything that lives after 70,000: the tree and the values, which stay until the
analysis ends. That took a seventh of the analysis's time (60 files of networks).
"""

_OF_A_RUN = (20_000, 100)
"""The same for a process of our own that checks many files, and how often the collector looks at those objects alone
before it looks at older ones, too: what lives that long are syntax trees, which stay. Between two analyses, above all
when the values of the last one go, it ran as often as in any program: a tenth of the time that packages take.
"""

_lock = Lock()
_saved: list[tuple[int, tuple[int, int, int]]] = []
"""The settings that the process had before the first of the analyses that run now; one entry each."""


@contextmanager
def room() -> Iterator[None]:
    """Give one analysis its room; what the process had before is restored when the last of those that run has ended.

    The settings belong to the process, and analyses may run in several threads.
    """
    with _lock:
        before = _saved[0] if _saved else (sys.getrecursionlimit(), gc.get_threshold())
        _saved.append(before)
        sys.setrecursionlimit(max(before[0], _FRAMES))
        if before[1][0]:  # 0 is the user's own choice: never
            gc.set_threshold(max(before[1][0], _YOUNG), *before[1][1:])
    try:
        yield
    finally:
        with _lock:
            limit, threshold = _saved.pop()
            if not _saved:
                sys.setrecursionlimit(limit)
                gc.set_threshold(*threshold)


def wait_all_along() -> None:
    """Let the collector wait in all that this process does, from here on."""
    threshold = gc.get_threshold()
    if threshold[0]:  # 0 is the user's own choice: never
        gc.set_threshold(max(threshold[0], _OF_A_RUN[0]), max(threshold[1], _OF_A_RUN[1]), threshold[2])


@contextmanager
def waiting() -> Iterator[None]:
    """Let the collector wait for as long as files are checked, and give the process back what it had."""
    before = gc.get_threshold()
    wait_all_along()
    try:
        yield
    finally:
        gc.set_threshold(*before)
