"""Which fixtures the tests run on TensorFlow: a bad and a good one of each rule and dialect.

``nox -s full`` runs all of them, and ``nox -s matrix`` does so on each version of Keras, which takes longer than tests
may; ``tests/static/test_rule_pages.py`` holds the fixtures against what was measured there.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bnlint.runtime.confirmation import Job
from bnlint.runtime.programs import find_programs
from bnlint.runtime.verify import jobs_for

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
ALL = "BNLINT_TEST_ALL_PROGRAMS"


def jobs() -> list[Job]:
    """Return what the tests run: the first bad and the first good program of each rule in each dialect."""
    every = jobs_for(find_programs(FIXTURES), (1, 2, 3))
    if os.environ.get(ALL):
        return every
    first = {(job.program.code, job.dialect, job.shows): job.program.path for job in reversed(every)}
    chosen = set(first.values())
    return [job for job in every if job.program.path in chosen]


def copy(folder: Path) -> None:
    """Write the programs into a folder, as ``bnlint verify`` wants them."""
    for path in {job.program.path for job in jobs()}:
        target = folder / path.relative_to(FIXTURES)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
