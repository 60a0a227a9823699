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
    """Return what the tests run: the first bad program of each rule in each dialect, and the good one beside it."""
    every = jobs_for(find_programs(FIXTURES), (1, 2, 3))
    if os.environ.get(ALL):
        return every
    chosen: set[Path] = set()
    for rule in {(job.program.code, job.dialect) for job in every}:
        paths = [job.program.path for job in every if (job.program.code, job.dialect) == rule and job.shows]
        good = [job.program.path for job in every if (job.program.code, job.dialect) == rule and not job.shows]
        # One rule may show itself by several numbers, and each is measured on both.
        twin = paths[0].with_name(paths[0].name.replace("bad_", "good_", 1))
        chosen |= {paths[0], twin if twin in good else good[0]}
    return [job for job in every if job.program.path in chosen]


def copy(folder: Path) -> None:
    """Write the programs into a folder, as ``bnlint verify`` wants them."""
    for path in {job.program.path for job in jobs()}:
        target = folder / path.relative_to(FIXTURES)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
