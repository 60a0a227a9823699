"""``bnlint check`` on several cores.

Starting processes that import libcst costs a second of work, and every process reads the project's imports for itself:
so only runs over much code are split, and none under pre-commit, which starts several processes of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from bnlint import processes
from bnlint.analysis.checking import check_paths
from bnlint.commands import interruption
from bnlint.results.report import Report
from bnlint.settings.loading import Settings

_WORTH_IT = 4_000_000
"""Bytes of source below which one process is faster."""
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
    with interruption.noted(report, paths) as done:
        for files, found in _results(paths, settings, jobs):
            report.extend(found)
            done(files)
            if progress is not None:
                progress(files)
    return report


def _results(paths: Sequence[str], settings: Settings, jobs: int | None) -> Iterator[tuple[int, Report]]:
    """Yield what is found in files, and in how many; in the order of the files."""
    jobs = _sensible_jobs(paths) if jobs is None else min(jobs, len(paths))
    done = 0
    if jobs > 1:
        # start-up: few runs hold so much code
        from concurrent.futures.process import BrokenProcessPool

        try:
            for files, found in _from_processes(_parts(paths, jobs * _PARTS_PER_JOB), settings, jobs):
                done += files
                yield files, found
        except (BrokenProcessPool, OSError):  # no semaphores in this sandbox, or a process was killed
            pass
    for path in paths[done:]:
        yield 1, check_paths([path], settings)


def _from_processes(parts: Sequence[Sequence[str]], settings: Settings, jobs: int) -> Iterator[tuple[int, Report]]:
    # start-up: few runs hold so much code
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children

    with processes.from_anywhere(), ProcessPoolExecutor(jobs, initializer=interruption.left_to_the_parent) as pool:
        # Not pool.map: what it cancels makes the pool's thread raise when it finds its processes gone.
        tasks = [(len(part), pool.submit(check_paths, part, settings)) for part in parts]
        try:
            for files, task in tasks:
                yield files, task.result()
        except BaseException:  # nobody waits for the others
            for worker in active_children():
                worker.terminate()
            raise


def _sensible_jobs(paths: Sequence[str]) -> int:
    if os.environ.get("PRE_COMMIT"):
        return 1
    jobs = min(cores(), _MAX_JOBS, len(paths))
    return jobs if jobs > 1 and sum(map(_size, paths)) > _WORTH_IT else 1


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
