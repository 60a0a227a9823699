"""Progress of a long run on standard error: a bar on a terminal, lines elsewhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bnlint.runtime.verify import Progress


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Yield what ``verify`` is to call; it may be called from several threads."""
    if sys.stderr.isatty():
        try:
            from rich.console import Console  # optional: rich comes with the extra
            from rich.progress import BarColumn, TextColumn, TimeElapsedColumn  # optional
            from rich.progress import Progress as Bar  # optional
        except ImportError:
            pass
        else:
            columns = (BarColumn(20), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn())
            with Bar(*columns, TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as bar:
                task = bar.add_task("", total=1.0)

                def update(text: str, share: float) -> None:
                    bar.update(task, completed=share, description=text.replace("[", r"\["))
                    if "NOT AS EXPECTED" in text:
                        bar.console.print(text, markup=False, highlight=False)

                yield update
            return
    lock = threading.Lock()

    def line(text: str, share: float) -> None:
        with lock:
            print(text, file=sys.stderr, flush=True)

    yield line
