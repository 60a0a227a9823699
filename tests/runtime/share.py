"""Which fixtures the tests run on TensorFlow: a bad and a good one of each rule, in one of its dialects.

``nox -s full`` runs all of them, and ``nox -s matrix`` does so on each version of Keras, which takes longer than tests
may; ``tests/static/test_rule_pages.py`` holds the fixtures against what was measured there.
"""

from __future__ import annotations

from pathlib import Path

from bnlint.runtime.confirmation import Job
from bnlint.runtime.programs import find_programs
from bnlint.runtime.verify import jobs_for
from tests.share import ALL, turn

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def jobs() -> list[Job]:
    """Return what the tests run: the first bad program of each rule in one of its dialects, and the good one beside it.

    Which dialect a rule is run in stays the same, and differs from rule to rule.
    """
    every = jobs_for(find_programs(FIXTURES), (1, 2, 3))
    if ALL:
        return every
    chosen: set[tuple[Path, int]] = set()
    for code in {job.program.code for job in every}:
        dialect = turn(code, sorted({job.dialect for job in every if job.program.code == code}))
        of_rule = [job for job in every if (job.program.code, job.dialect) == (code, dialect)]
        bad = next(job.program.path for job in of_rule if job.shows)
        good = [job.program.path for job in of_rule if not job.shows]
        # One rule may show itself by several numbers, and each is measured on both.
        twin = bad.with_name(bad.name.replace("bad_", "good_", 1))
        chosen |= {(bad, dialect), (twin if twin in good else good[0], dialect)}
    return [job for job in every if (job.program.path, job.dialect) in chosen]


def copy(folder: Path) -> None:
    """Write the programs into a folder, as ``bnlint verify`` wants them, each for the dialect that it is run in."""
    for job in jobs():
        target = folder / job.program.path.relative_to(FIXTURES)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = job.program.path.read_text(encoding="utf-8")
        target.write_text(text if ALL else text.replace("# dialect: any\n", f"# dialect: {job.dialect}\n"), "utf-8")
