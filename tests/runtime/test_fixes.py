"""What ``bnlint verify`` runs as the repaired bad programs: bnlint's fix, or the good program that it equals."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.runtime.confirmation import Job
from bnlint.runtime.programs import find_programs
from bnlint.runtime.repairs import Repair, fixable, repair
from bnlint.runtime.verify import jobs_for

ROOT = Path(__file__).resolve().parents[2]
JOBS = jobs_for(find_programs(ROOT / "fixtures"), (1, 2, 3))


@pytest.fixture(scope="module")
def repairs(tmp_path_factory: pytest.TempPathFactory) -> dict[Job, Repair]:
    return repair(JOBS, tmp_path_factory.mktemp("fixed"))


def test_every_fix_leaves_nothing_to_report(repairs: dict[Job, Repair]) -> None:
    assert len(repairs) >= 60
    assert [repair.problem for repair in repairs.values() if repair.problem] == []
    assert all(job.shows and fixable(job) for job in repairs)


def test_what_equals_a_good_program_is_run_once(repairs: dict[Job, Repair]) -> None:
    shared = {job.program.path.name for job, repair in repairs.items() if repair.job in JOBS}
    assert "bad_custom_loop.py" in shared
    assert len({repair.job for repair in repairs.values()} - set(JOBS)) < len(repairs) / 2


def test_a_fixed_program_is_a_program_of_its_own(repairs: dict[Job, Repair]) -> None:
    own = [repair.job for repair in repairs.values() if repair.job is not None and repair.job not in JOBS]
    for job in own:
        assert job.repaired
        assert not job.shows
        assert job.program.reports(job.dialect) == frozenset()
        assert job.name.endswith("(fixed)")


def test_a_fix_that_is_not_made_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (job,) = (j for j in JOBS if j.program.path.name == "bad_whiten_sensors.py" and j.dialect == 3)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bnlint.fixes.command.writing.replace", refuse)
    assert repair([job], tmp_path) == {job: Repair(None, "not fixed: No space left on device")}
