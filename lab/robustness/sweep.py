"""A sweep over other people's code: does any file crash, stall or silence bnlint, or make it greedy?

Usage: ``python -m lab.robustness.sweep FOLDER... -o sweep.jsonl`` (``nox -s sweep -- FOLDER...``). Every Python file
below the folders goes through ``lab.robustness.probing`` in a pool of processes. One that takes too long is killed and
counts as a hang; one that needs too much memory fails inside its process. The output has one JSON line a file, so a
sweep that was stopped goes on where it was. The exit code is 1 if anything was found that must not happen.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessPool

from lab.robustness.probing import Probed, Trouble, probe

_AHEAD = 8
"""Files for each process that wait."""
_FILES_PER_PROCESS = 2_000
"""After so many files a process makes room for a new one."""
_SHOWN = 5


@dataclass(frozen=True)
class Limits:
    """What one file may use.

    Args:
        seconds: of wall-clock time, for all its programs together.
        megabytes: of address space.
    """

    seconds: float
    megabytes: int


def sweep(paths: Iterable[str], jobs: int, limits: Limits, every: int) -> Iterator[Probed]:
    """Probe files, each with its own limits.

    Args:
        paths: the files.
        jobs: processes.
        limits: for each file.
        every: one file of so many goes through all front ends.
    """
    waiting: deque[tuple[str, Any]] = deque()
    spawn = multiprocessing.get_context("spawn")
    with ProcessPool(jobs, _FILES_PER_PROCESS, _limit_memory, (limits.megabytes,), spawn) as pool:
        for path in paths:
            waiting.append((path, pool.schedule(probe, (path, every), timeout=limits.seconds)))
            if len(waiting) > jobs * _AHEAD:
                yield _outcome(*waiting.popleft(), limits)
        while waiting:
            yield _outcome(*waiting.popleft(), limits)


def _limit_memory(megabytes: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


def _outcome(path: str, task: Any, limits: Limits) -> Probed:
    try:
        probed: Probed = task.result()
        return probed
    except TimeoutError:
        return Probed(path, 1, True, limits.seconds, 0, (Trouble("process", "hang: it ran out of time"),))
    except ProcessExpired as error:
        return Probed(path, 1, True, 0.0, 0, (Trouble("process", f"died with exit code {error.exitcode}"),))


def python_files(folders: Iterable[str]) -> Iterator[str]:
    """Yield all Python files below folders, those in hidden and installed ones too."""
    for folder in folders:
        for directory, children, names in os.walk(folder):
            children.sort()
            files = (os.path.join(directory, name) for name in sorted(names) if name.endswith(".py"))
            yield from filter(os.path.isfile, files)  # links may lead nowhere


def main(argv: list[str] | None = None) -> int:
    """Sweep folders, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m lab.robustness.sweep", description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="one JSON line a file")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (default: 1)")
    parser.add_argument("--seconds", type=float, default=60, metavar="N", help="for one file (default: 60)")
    parser.add_argument("--megabytes", type=int, default=4_000, metavar="N", help="for one process (default: 4000)")
    parser.add_argument(
        "--every", type=int, default=100, metavar="N", help="one file of N through all front ends (default: 100)"
    )
    parsed = parser.parse_args(argv)
    limits = Limits(parsed.seconds, parsed.megabytes)
    done = {one["path"] for one in _read(parsed.output)}
    todo = (path for path in python_files(parsed.folders) if path not in done)
    with parsed.output.open("a", encoding="utf-8", errors="surrogateescape") as stream:
        for probed in sweep(todo, parsed.jobs, limits, parsed.every):
            print(json.dumps(asdict(probed)), file=stream, flush=True)
            for trouble in probed.troubles:
                print(f"{probed.path}: {trouble.where}: {trouble.what}", flush=True)
    found = list(_read(parsed.output))
    print("\n".join(_summary(found)))
    return int(any(one["troubles"] for one in found))


def _read(file: Path) -> Iterator[dict[str, Any]]:
    if file.exists():
        for line in file.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            try:
                yield json.loads(line)
            except json.JSONDecodeError:  # the sweep was stopped here
                continue


def _summary(found: list[dict[str, Any]]) -> Iterator[str]:
    troubles = Counter(trouble["where"] for one in found for trouble in one["troubles"])
    yield f"{len(found)} files ({sum(one['parses'] for one in found)} that Python 3 reads)"
    yield f"{sum(one['programs'] for one in found)} programs, {sum(one['seconds'] for one in found):.0f} seconds"
    yield f"{sum(troubles.values())} troubles {dict(troubles)}"
    for name, unit, factor in (("seconds", "s", 1), ("peak", "MB", 2**20)):
        for one in sorted(found, key=lambda one: -one[name])[:_SHOWN]:
            yield f"{one[name] / factor:10.1f} {unit}  {one['path']}"


if __name__ == "__main__":
    sys.exit(main())
