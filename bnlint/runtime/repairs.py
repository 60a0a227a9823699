"""Repairs the bad programs with bnlint's own fixes, so that ``bnlint verify`` can run what comes out."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from bnlint.analysis.checking import find, shown
from bnlint.fixes.command import Fixing
from bnlint.results.findings import Finding
from bnlint.runtime.confirmation import Job
from bnlint.settings.loading import Settings
from bnlint.sources import files


@dataclass(frozen=True)
class Repair:
    """A bad program after the fix.

    Args:
        job: what to run: the fixed program, or the good one that it equals; None when there is nothing to run.
        problem: what is wrong with the fix, "" if nothing is.
    """

    job: Job | None
    problem: str = ""


def repair(jobs: Iterable[Job], folder: Path) -> dict[Job, Repair]:
    """Fix each bad program of one file all of whose findings have a fix.

    Args:
        jobs: all that run.
        folder: where to write what comes out.

    Returns:
        by bad program what becomes of it.
    """
    known = list(jobs)
    good: dict[tuple[str, int, str], Job] = {}
    for job in known:
        if not job.shows and job.program.path.is_file():
            good.setdefault((job.program.code, job.dialect, _code(job.program.path)), job)
    found = {}
    for number, job in enumerate(known):
        if job.shows and job.program.path.is_file() and fixable(job):
            found[job] = _repaired(job, folder / str(number), good)
    return found


def fixable(job: Job) -> bool:
    """Say whether bnlint has a fix for every mistake of a program that its rule reports."""
    findings = _findings(job)
    return bool(findings) and all(finding.fix is not None for finding in findings)


def _settings(job: Job) -> Settings:
    """Only the program's own rule: what else it shows is not what its experiment measures."""
    code = job.program.code
    return Settings(
        keras="3" if job.dialect == 3 else "2", backend=job.backend, select=(code,), enable=frozenset({code})
    )


def _findings(job: Job) -> list[Finding]:
    source, settings = files.read(str(job.program.path)), _settings(job)
    return shown(find(source, settings)[0], source, settings)


def _repaired(job: Job, folder: Path, good: dict[tuple[str, int, str], Job]) -> Repair:
    path = folder / job.program.path.name
    folder.mkdir()
    path.write_bytes(job.program.path.read_bytes())
    fixing = Fixing(_settings(job), unsafe=True)
    fixing.path(str(path), write=True)
    left = [problem.message for problem in fixing.report.problems]
    left += [f"the fix leaves: {finding.message}" for finding in fixing.report.findings]
    if left:
        return Repair(None, left[0])
    program = replace(job.program, path=path, bad=False, expected={}, raises=())
    same = good.get((program.code, job.dialect, _code(path)))
    return Repair(same or Job(program, job.dialect, repaired=True, backend=job.backend))


def _code(path: Path) -> str:
    """Return a program without its comments and blank lines."""
    return ast.unparse(ast.parse(path.read_bytes()))
