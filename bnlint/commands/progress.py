"""How far a long run is, for people: on a terminal only, and gone when the run ends."""

from __future__ import annotations

import os
import time
from types import TracebackType
from typing import TextIO

_PATIENCE = 1.0
"""Seconds before the first word."""
_PAUSE = 0.2
"""Seconds between two."""


class Progress:
    """Counts files.

    Args:
        total: how many there are.
        stream: where to show it; not shown unless it is a terminal.
    """

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total = total
        self._done = 0
        self._stream = stream
        self._on = stream.isatty() and os.environ.get("TERM") != "dumb"
        self._next = time.monotonic() + _PATIENCE
        self._width = 0

    def __enter__(self) -> Progress:
        """Begin."""
        return self

    def __call__(self, files: int) -> None:
        """Count files as done.

        Args:
            files: how many more.
        """
        self._done += files
        if self._on and time.monotonic() >= self._next:
            text = f"bnlint: {self._done} of {self._total} files"
            self._width = len(text)
            self._stream.write(f"\r{text}")
            self._stream.flush()
            self._next = time.monotonic() + _PAUSE

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wipe what was shown."""
        if self._width:
            self._stream.write(f"\r{' ' * self._width}\r")
            self._stream.flush()
