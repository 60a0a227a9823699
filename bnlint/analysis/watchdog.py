"""A limit on the time that one file takes: whatever a program does to the analysis, the next file's turn comes.

Budgets count the steps that are foreseen. This is the backstop for those that are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer, get_ident

from bnlint.interpreter.budget import OutOfTime


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
    thread, lock, over = get_ident(), Lock(), False

    def stop() -> None:
        with lock:
            if not over:
                _raise_in(thread, OutOfTime)

    timer = Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over = True
        timer.cancel()


def _raise_in(thread: int, kind: type[BaseException]) -> None:
    """Raise an exception in a thread, as ``Ctrl-C`` does in the main one (PyThreadState_SetAsyncExc)."""
    from ctypes import c_ulong, py_object, pythonapi  # start-up: hardly any run gets here

    pythonapi.PyThreadState_SetAsyncExc(c_ulong(thread), py_object(kind))
