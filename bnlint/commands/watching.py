"""``bnlint check --watch``: check again when a file changes, until the user interrupts."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable

from bnlint.commands import console
from bnlint.project import ttl_cache
from bnlint.results.wording import plural

_PAUSE = 0.5
"""Seconds between two looks at the files."""
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def watch(check: Callable[[], int], files: Callable[[], Iterable[str]]) -> int:
    """Check, and check again whenever a file is not what it was; return the last exit code.

    What a module imports may change what is found in another one, so everything is checked.

    Args:
        check: checks once.
        files: returns what to look at: what is checked, and what has the settings.
    """
    code = 0
    before: dict[str, tuple[int, int]] | None = None
    try:
        while True:
            now = _state(files())
            if now != before:
                before = now
                ttl_cache.forget()
                if sys.stdout.isatty():
                    sys.stdout.write(_CLEAR)
                code = check()
                sys.stdout.flush()
                if code > 128:  # Ctrl-C in the middle of it
                    return code
                console.write([f"bnlint: watching {plural(len(now), 'file')}, Ctrl-C ends"], sys.stderr)
            time.sleep(_PAUSE)
    except KeyboardInterrupt:
        return code


def _state(paths: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return what tells whether files are still the same; those that are not there are left out."""
    found = {}
    for path in paths:
        try:
            status = os.stat(path)
        except OSError:
            continue
        found[path] = status.st_mtime_ns, status.st_size
    return found
