"""Processes that bnlint starts import nothing from the folder that it was started in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

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
