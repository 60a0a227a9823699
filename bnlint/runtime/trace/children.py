"""Child processes of a traced program: what they train is not seen, and the report says so."""

from __future__ import annotations

import importlib
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bnlint.results.wording import plural
from bnlint.runtime.patching import Patches


class Children:
    """Counts the processes of Python that a program starts."""

    def __init__(self) -> None:
        self.count = 0

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Look on while a program runs."""
        patches = Patches()
        process: Any = importlib.import_module("multiprocessing.process")
        patches.method(process.BaseProcess, "start", self._counting(lambda *args, **kwargs: True))
        patches.method(subprocess.Popen, "__init__", self._counting(_is_python))
        try:
            yield
        finally:
            patches.undo()

    @property
    def note(self) -> str:
        """What to say of them, "" where there are none."""
        if not self.count:
            return ""
        return (
            f"The program started {plural(self.count, 'child process').replace('processs', 'processes')}: what they do "
            "is not seen here."
        )

    def _counting(self, counts: Callable[..., bool]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def start(value: Any, *args: Any, **kwargs: Any) -> Any:
                if counts(*args, **kwargs):
                    self.count += 1
                return original(value, *args, **kwargs)

            return start

        return wrap


def _is_python(*args: Any, **kwargs: Any) -> bool:
    """Say whether a command runs Python."""
    command = args[0] if args else kwargs.get("args")
    first = command[0] if isinstance(command, (list, tuple)) and command else str(command).partition(" ")[0]
    return "python" in os.path.basename(os.fsdecode(first) if isinstance(first, bytes) else str(first))
