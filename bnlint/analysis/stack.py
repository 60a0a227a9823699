"""A stack that an analysis fits on, whatever thread it is asked for in.

Threads have the stack that the embedding program chose for them, or the system: 512 kB on macOS, 128 kB with musl, less
where a server has many. Parsing and walking a tree is recursion; where the stack ends, so does the process, without a
word. How large the stack of a thread is cannot be asked, so only the main thread's is trusted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

_SIZE = 16 * 2**20
"""Bytes, twice what Linux gives the main thread; they are reserved, and used as far as the recursion goes."""
_choosing = threading.Lock()
"""The size for new threads belongs to the process."""

Result = TypeVar("Result")


_SLOTS = 70_000
"""Places for values, eight bytes each, on the stack of Python's frames: an analysis is some hundreds of calls deep."""


def _in_one_piece(function: Callable[[], Result]) -> Result:
    """Call a function so that all frames below it have their place in one piece of memory.

    CPython (3.11 and later) keeps frames in pieces of 16 kB, gets one from the system when a call needs it, and gives
    it back when that call returns. Where a loop happens to call across the end of a piece, it does so in each round. A
    frame that asks for much gets a large piece, and the rest of it is for those below. Measured on three networks of
    keras.applications: 95, 70 and 92 ms of CPU became 71, 45 and 90.
    """
    return function()


_in_one_piece.__code__ = _in_one_piece.__code__.replace(co_stacksize=_SLOTS)


class _Roomy(threading.Thread):
    """A thread whose stack is of known size."""


def start(thread: threading.Thread) -> None:
    """Start a thread that has such a stack.

    Args:
        thread: not started yet.
    """
    with _choosing:
        before = threading.stack_size(_SIZE)
        try:
            thread.start()
        finally:
            threading.stack_size(before)


def with_stack(function: Callable[[], Result]) -> Result:
    """Call a function where it has a stack of known size: here in the main thread, else in a thread of its own.

    Args:
        function: what to call; its exceptions are raised here.
    """
    if isinstance(threading.current_thread(), _Roomy) or threading.current_thread() is threading.main_thread():
        return _in_one_piece(function)
    results: list[Result] = []
    errors: list[BaseException] = []

    def call() -> None:
        try:
            results.append(_in_one_piece(function))
        except BaseException as error:
            errors.append(error)

    thread = _Roomy(target=call, name="bnlint", daemon=True)
    start(thread)
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
