"""Processes that bnlint starts import nothing from the folder that it was started in; SIGTERM as an exception."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SAFE_PATH = "PYTHONSAFEPATH"


@contextmanager
def from_anywhere() -> Iterator[None]:
    """Start Python without the working directory on its path, for as long as a pool of processes lives.

    Where processes are not forked, each begins as ``python -c "from multiprocessing ..."``: a ``multiprocessing.py`` in
    the folder that is checked would run. Python 3.11 and newer can be told
    (https://docs.python.org/3/using/cmdline.html#envvar-PYTHONSAFEPATH), 3.10 cannot.
    """
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def end_with_the_parent() -> None:
    """In a worker process: end when the process that started it has ended, even if that could say nothing (SIGKILL)."""
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:  # pragma: no cover - a process that ends so cannot say what it ran
    from multiprocessing import parent_process  # start-up: few runs have workers

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def sigterm_raises(error: Callable[[], BaseException]) -> Iterator[None]:
    """Let SIGTERM raise an exception in here; a handler that somebody else has set, before or meanwhile, stays.

    Args:
        error: makes the exception.
    """

    def terminate(number: int, frame: FrameType | None) -> None:
        raise error()

    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGTERM) is terminate:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
