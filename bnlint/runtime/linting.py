"""Runs flake8 on the programs that ``bnlint verify`` runs: what the linter really says of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bnlint import rules
from bnlint.libraries.keras_versions import Backend
from bnlint.runtime.confirmation import Job

_FORMAT = "%(row)d\t%(code)s\t%(path)s"

Findings = frozenset[tuple[str, str, int]]


@dataclass(frozen=True)
class Linted:
    """What flake8 reported.

    Args:
        found: per dialect and file (code, line).
        problems: per dialect why it did not run, "" where it did.
    """

    found: dict[tuple[int, Path], list[tuple[str, int]]]
    problems: dict[int, str]

    def of(self, job: Job) -> Findings | None:
        """Return what is reported in a program as (code, file, line); None where flake8 did not run.

        Opt-in rules count where the program is theirs.
        """
        if self.problem(job):
            return None
        opt_in = {rule.code for rule in rules.all_rules() if rule.can_be_enabled} - {job.program.code}
        return frozenset(
            (code, file.name, line)
            for file in job.program.files
            for code, line in self.found.get((_target(job), file), ())
            if code not in opt_in
        )

    def problem(self, job: Job) -> str:
        """Return why flake8 did not run on a program, "" if it did."""
        return self.problems.get(_target(job), "flake8 did not run")


def _target(job: Job) -> int:
    """Return the Keras that a program is linted for: TF1 graph code runs on Keras 2."""
    return max(job.dialect, 2)


def lint(jobs: Iterable[Job]) -> Linted:
    """Run flake8 once per Keras on the programs, with every opt-in rule switched on and no configuration file."""
    files: dict[int, set[Path]] = {}
    backend: Backend = "tensorflow"
    for job in jobs:
        files.setdefault(_target(job), set()).update(job.program.files)
        backend = job.backend  # of all of them
    linted = Linted({}, {})
    for keras, paths in files.items():
        linted.problems[keras] = _run(keras, backend, {str(path.resolve()): path for path in paths}, linted)
    return linted


def _run(keras: int, backend: Backend, paths: dict[str, Path], linted: Linted) -> str:
    enabled = ",".join(rule.code for rule in rules.all_rules() if rule.can_be_enabled)
    options = (
        "--isolated",
        "--select=BNL",
        f"--format={_FORMAT}",
        f"--bnlint-keras={keras}",
        f"--bnlint-backend={backend}",
    )
    package_root = str(Path(__file__).resolve().parent.parent.parent)
    search = os.pathsep.join(p for p in (package_root, os.environ.get("PYTHONPATH", "")) if p)
    done = subprocess.run(
        [sys.executable, "-m", "flake8", *options, f"--bnlint-enable={enabled}", *sorted(paths)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": search, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    if done.returncode not in (0, 1) or done.stderr.strip():
        said = done.stderr.strip().splitlines()
        return f"flake8 failed: {said[-1] if said else f'exit code {done.returncode}'}"
    for line in done.stdout.splitlines():
        row, code, name = line.split("\t", 2)
        linted.found.setdefault((keras, paths[name]), []).append((code, int(row)))
    return ""
