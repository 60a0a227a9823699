"""``bnlint check`` on several cores.

Processes that import libcst cost half a second of work each, and every one reads the project's imports for itself. How
much work files are is not known before: most hold no word of batch normalization, others are full of layers. So one
process begins, and the rest goes to several when that has taken a while and the rest looks as if it takes longer. Under
pre-commit, which starts several processes of its own, one does all.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence

from bnlint import processes
from bnlint.analysis import checking, room
from bnlint.analysis.together import Together
from bnlint.commands import interruption
from bnlint.results.report import Report
from bnlint.settings.loading import Settings

_A_WHILE, _WORTH_IT = 0.5, 1.5
"""Seconds that one process works alone, and what the rest is to take it, by its size, before there are several."""
_MAX_JOBS = 8
_PARTS_PER_JOB = 4
"""Parts are unequal: some files are full of layers, most hold none."""


def check(
    paths: Sequence[str],
    settings: Settings,
    jobs: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Check files on disk in as many processes as make sense.

    Args:
        paths: the files, as ``bnlint.sources.files.find`` yields them.
        settings: what the user set.
        jobs: how many processes; when None that depends on the machine and on how much there is to read.
        progress: told how many more files are done.

    Returns:
        The same report as from one process, in the same order; Ctrl-C and SIGTERM cut it short, and it says so.
    """
    report = Report()
    with interruption.noted(report, paths) as done, room.waiting():
        for files, found in _results(paths, settings, jobs):
            report.extend(found)
            done(files)
            if progress is not None:
                progress(files)
    return report


def _results(paths: Sequence[str], settings: Settings, jobs: int | None) -> Iterator[tuple[int, Report]]:
    """Yield what is found in files, and in how many; in the order of the files."""
    shared = checking.together(paths, settings)
    done = 0
    if jobs is None:
        jobs = _sensible_jobs()
        begun, read = 0.0, 0
        left = sum(map(_size, paths)) if jobs > 1 else 0
        for path, found in zip(paths, checking.each_of(paths, settings, shared), strict=True):
            done += 1
            yield 1, found
            if jobs > 1:
                size = _size(path)
                left -= size
                read += size if begun else 0  # the first file pays for what is imported, which says nothing
                begun = begun or time.process_time()
                if _has_much_left(time.process_time() - begun, read, left):
                    break
    rest = paths[done:]
    jobs = min(jobs, len(rest))
    if jobs > 1:
        # start-up: few runs hold so much code
        from concurrent.futures.process import BrokenProcessPool

        try:
            for files, found in _from_processes(_parts(rest, jobs * _PARTS_PER_JOB), paths, settings, jobs):
                done += files
                yield files, found
        except (BrokenProcessPool, OSError):  # no semaphores in this sandbox, or a process was killed
            pass
    for found in checking.each_of(paths[done:], settings, shared):
        yield 1, found


def _has_much_left(seconds: float, done: int, left: int) -> bool:
    """Whether the rest is worth more processes.

    Args:
        seconds: what has been done has taken.
        done: its bytes.
        left: those of the rest.
    """
    return seconds >= _A_WHILE and seconds * left >= _WORTH_IT * done


def _from_processes(
    parts: Sequence[Sequence[str]], paths: Sequence[str], settings: Settings, jobs: int
) -> Iterator[tuple[int, Report]]:
    # start-up: few runs hold so much code
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children

    with processes.from_anywhere(), ProcessPoolExecutor(jobs, initializer=_begin, initargs=(paths, settings)) as pool:
        # Not pool.map: what it cancels makes the pool's thread raise when it finds its processes gone.
        tasks = [(len(part), pool.submit(_check, part, settings)) for part in parts]
        try:
            for files, task in tasks:
                yield files, task.result()
        except BaseException:  # nobody waits for the others
            for worker in active_children():
                worker.terminate()
            raise


_shared: Together | None = None
"""In a worker process: all files of the run, with what it knows of them."""


def _begin(paths: Sequence[str], settings: Settings) -> None:
    global _shared
    interruption.left_to_the_parent()
    room.wait_all_along()
    _shared = checking.together(paths, settings)


def _check(part: Sequence[str], settings: Settings) -> Report:
    report = Report()
    for found in checking.each_of(part, settings, _shared):
        report.extend(found)
    return report


def _sensible_jobs() -> int:
    return 1 if os.environ.get("PRE_COMMIT") else min(cores(), _MAX_JOBS)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0  # reading it will say why


def _parts(paths: Sequence[str], count: int) -> list[Sequence[str]]:
    """Split into runs of neighbours, whose imports are likely the same."""
    length = -(-len(paths) // count)
    return [paths[start : start + length] for start in range(0, len(paths), length)]
