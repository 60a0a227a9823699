"""Fixed programs run: TensorFlow shows that the symptom is gone, and the rule has nothing to say about what was seen.

The normal run takes a few rules; with BNLINT_ALL_FIXES set (``nox -s fixes``) it takes every bad program of the
fixtures in every dialect.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bnlint.analysis.checking import find, shown
from bnlint.fixes.command import Fixing
from bnlint.results.findings import Finding
from bnlint.runtime.programs import Program, find_programs
from bnlint.runtime.verify import Job, Outcome, jobs_for, verify
from bnlint.settings.loading import Settings
from bnlint.sources.source import Source

ROOT = Path(__file__).resolve().parents[2]
FEW = ("BNL102/bad_custom_loop.py", "BNL103/bad_no_parameter.py", "BNL107/bad_module_drops_flag.py")


def settings(program: Program, dialect: int) -> Settings:
    """Only the program's own rule: what else it shows is not what its experiment measures."""
    return Settings(keras="3" if dialect == 3 else "2", select=(program.code,), enable=frozenset({program.code}))


def findings(job: Job) -> list[Finding]:
    source = Source(str(job.program.path), job.program.path.read_text(encoding="utf-8"))
    chosen = settings(job.program, job.dialect)
    return shown(find(source, chosen)[0], source, chosen)


def fixable(job: Job) -> bool:
    return job.program.path.is_file() and all(finding.fix is not None for finding in findings(job))


ALL = bool(os.environ.get("BNLINT_ALL_FIXES"))
CHOSEN = [
    job
    for job in jobs_for(find_programs(ROOT / "fixtures"), (1, 2, 3) if ALL else (3,))
    if job.shows and ("/".join(job.program.path.parts[-2:]) in FEW or ALL and fixable(job))
]


def name(job: Job) -> str:
    return f"{job.program.code}/{job.program.path.name}-{job.dialect}"


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Fix each program, run it, and let its rule's experiment measure the symptom."""
    jobs: dict[str, Job] = {}
    for job in CHOSEN:
        path = tmp_path_factory.mktemp("fixed") / job.program.path.name
        path.write_bytes(job.program.path.read_bytes())
        fixing = Fixing(settings(job.program, job.dialect), unsafe=True)
        fixing.paths([str(path)], write=True)
        assert len(fixing.changed) == 1, name(job)
        assert fixing.report.findings == [], name(job)
        fixed = Program(path, job.program.code, False, (job.dialect,), distributed=job.program.distributed)
        jobs[name(job)] = Job(fixed, job.dialect)
    rows = verify(list(jobs.values()), lambda line, share: None)
    of_job = {id(outcome.job): outcome for row in rows for outcome in row.outcomes}
    return {key: of_job[id(job)] for key, job in jobs.items()}


def test_the_chosen_programs_are_there() -> None:
    assert len(CHOSEN) >= len(FEW)


@pytest.mark.parametrize("key", [name(job) for job in CHOSEN])
def test_the_symptom_is_gone(outcomes: dict[str, Outcome], key: str) -> None:
    outcome = outcomes[key]
    assert outcome.problem == ""
    assert outcome.present is False, outcome.text
    assert outcome.errors == ()


@pytest.mark.parametrize("key", [name(job) for job in CHOSEN])
def test_the_rule_on_the_recorders_testimony_reports_nothing(outcomes: dict[str, Outcome], key: str) -> None:
    assert outcomes[key].reported in (frozenset(), None)
