"""Ctrl-C and SIGTERM end a run, not what it has found: that is shown, with the exit code that shells expect."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from bnlint import processes
from bnlint.results.report import Problem, Report
from bnlint.results.wording import plural


class Terminated(KeyboardInterrupt):
    """Somebody, mostly a CI system whose time is up, asked the process to end."""


def exit_code(error: KeyboardInterrupt) -> int:
    """Return the exit code of a process that was ended so: 128 and the number of the signal."""
    return 128 + (signal.SIGTERM if isinstance(error, Terminated) else signal.SIGINT)


def heeded() -> AbstractContextManager[None]:
    """Let SIGTERM raise ``Terminated`` in here, once; a handler that somebody else has set stays."""
    return processes.sigterm_raises(_terminated)


def _terminated() -> Terminated:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # who asks again does not want to wait
    return Terminated()


def left_to_the_parent() -> None:
    """In a worker process: the terminal's Ctrl-C goes to all processes, and the one that started them decides.

    When that one has ended, nobody is left to decide.
    """
    processes.end_with_the_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextmanager
def noted(report: Report, paths: Sequence[str]) -> Iterator[Callable[[int], None]]:
    """Take files in turn, and where the user ends that, note it in the report and go on behind this block.

    Args:
        report: of the files that are done.
        paths: all files, in the order in which they are taken.

    Yields:
        What is told how many more files are done.
    """
    done = 0

    def count(files: int) -> None:
        nonlocal done
        done += files

    try:
        with heeded():
            yield count
    except KeyboardInterrupt as error:
        report.ended = exit_code(error)
        rest = report.unreached = len(paths) - done
        if rest:
            after = f", nor {plural(rest - 1, 'file')} after it" if rest > 1 else ""
            report.problems.append(Problem(paths[done], 0, f"not checked{after}: the run was interrupted"))
