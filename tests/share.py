"""How much the tests try of what takes long: a share, the same each time, and with ``nox -s full`` all of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

Each = TypeVar("Each")

ALL = bool(os.environ.get("BNLINT_TEST_ALL_PROGRAMS"))


def turn(name: str, of: Sequence[Each]) -> Each:
    """Return the one among several whose turn it is for a name; other names do not change it."""
    return of[crc32(name.encode()) % len(of)]


def share(names: Sequence[str], parts: int, which: int = 0) -> list[str]:
    """Return one of several equal parts of a list, or all of it.

    Args:
        names: the list.
        parts: how many parts there are.
        which: the number of the part.
    """
    return [name for name in names if ALL or turn(name, range(parts)) == which % parts]
