"""Whether what is left out to save time changes anything: real projects are checked with and without it.

    python -m lab.shortcuts FOLDER ...

Left out are readings of files together with those that use them (``bnlint.analysis.together``), of files whose code
comes to no BN (``bnlint.project.reach``), of blocks that a network repeats
(``bnlint.interpreter.language.repeats``), of networks in another of their sizes
(``bnlint.interpreter.language.sizes``), of questions that were answered before
(``bnlint.interpreter.language.reckoned``), and of what fields of imported records hold and nobody asks for
(``bnlint.interpreter.language.fields``). Each folder is one project. Prints the findings that differ and the CPU time
of both, and ends with 1 if any finding does.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bnlint.analysis import checking
from bnlint.interpreter.language import fields, reckoned, repeats, sizes
from bnlint.project import reach
from bnlint.results.report import Report
from bnlint.settings.loading import Settings
from bnlint.sources import files

Place = tuple[str, int, int, str]


def main(folders: Sequence[str]) -> int:
    """Compare; see the module."""
    differing = found = 0
    seconds = [0.0, 0.0]
    for folder in folders:
        os.chdir(folder)
        paths = list(files.find(["."], (), Path.cwd()))
        short, long = _timed(seconds, 0, paths), _timed(seconds, 1, paths)
        found += len(long)
        for place in sorted(short ^ long):
            differing += 1
            print(f"{folder}: {'only with' if place in short else 'lost by'} the shortcuts: {place}", flush=True)
    print(f"{found} findings in {len(folders)} projects, {differing} differ")
    print(f"{seconds[0]:.1f} s of CPU instead of {seconds[1]:.1f}")
    return int(differing > 0)


def _timed(seconds: list[float], which: int, paths: Sequence[str]) -> set[Place]:
    begun = time.process_time()
    with contextlib.nullcontext() if which == 0 else whole():
        report = checking.check_paths(paths, Settings()) if which == 0 else one_by_one(paths)
    seconds[which] += time.process_time() - begun
    return {(os.path.relpath(f.path), f.line, f.column, f.code) for f in report.findings}


def one_by_one(paths: Sequence[str]) -> Report:
    """Check files as if there were no others in the run."""
    report = Report()
    for path in paths:
        report.extend(checking.check_paths([path], Settings()))
    return report


@contextlib.contextmanager
def whole() -> Iterator[None]:
    """Read each block of a network, and each file that imports one with BN."""
    saved = repeats.again, sizes.is_read, reckoned.answered, fields.waits, reach.comes_to_bn
    repeats.again = lambda run, function, got: None
    sizes.is_read = lambda run, function, call, names: False
    reckoned.answered = lambda run, question: None
    fields.waits = lambda factory, call: False
    reach.comes_to_bn = lambda graph, start, words: True
    try:
        yield
    finally:
        repeats.again, sizes.is_read, reckoned.answered, fields.waits, reach.comes_to_bn = saved


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
