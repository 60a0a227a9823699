"""A process with one Keras dialect that holds the linter against runs.

Each line of standard input is a file's path as JSON, each line of standard output what came of it (``Reply``).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypedDict

from bnlint import rules
from bnlint.api import check_source
from bnlint.results.findings import Finding
from bnlint.runtime import worker
from bnlint.runtime.judging import findings_of
from bnlint.runtime.recording import Recording
from bnlint.runtime.trace.agreement import agreement
from bnlint.settings.config import Config
from bnlint.settings.loading import Settings

Place = list[Any]
"""A code and a line."""


class Reply(TypedDict):
    """What came of one program.

    Args:
        agreed: findings of the linter that the run shows too.
        false: those that it refutes.
        unreached: those that it says nothing of: their lines did not run, or what they warn of was not done.
        missed: what it shows alone.
        exception: what ended the program; the linter's findings behind it can be neither right nor wrong.
        message: its first line.
        errors: errors of the recorder itself.
        seconds: how long it took.
    """

    agreed: list[Place]
    false: list[Place]
    unreached: list[Place]
    missed: list[Place]
    exception: str
    message: str
    errors: list[str]
    seconds: float


def main() -> None:
    """Serve until standard input ends."""
    dialect = int(sys.argv[1])
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    tensorflow = worker.prepare(dialect)
    for line in sys.stdin:
        print(json.dumps(examine(tensorflow, dialect, Path(json.loads(line)))), file=out, flush=True)


def examine(tensorflow: Any, dialect: int, path: Path) -> Reply:
    """Run a program, lint it, and compare."""
    started = time.monotonic()
    worker._reset(tensorflow, dialect)
    recording = worker.run_program(path)
    agreed, false, unreached, missed = compare(path, dialect, recording)
    error = recording.exception
    return Reply(
        agreed=agreed,
        false=false,
        unreached=unreached,
        missed=missed,
        exception=type(error).__name__ if error is not None else "",
        message=str(error).strip().partition("\n")[0][:200] if error is not None else "",
        errors=recording.errors,
        seconds=round(time.monotonic() - started, 3),
    )


def compare(path: Path, dialect: int, recording: Recording) -> tuple[list[Place], ...]:
    """Hold all rules' findings in the source against those in the recording.

    Returns:
        what both report, what the run refutes, what it does not reach, and what only the run shows.
    """
    enabled = frozenset(rules.CODES)
    source = path.read_text(encoding="utf-8")
    said = check_source(source, str(path), Config("2" if dialect == 2 else "3", enabled, follow_imports=False))
    seen = findings_of(recording.testimony, Settings(enable=enabled, disable_noqa=True))
    found = agreement(said, seen, recording, recording.exception is not None)
    return _places(found.agreed), _places(found.refuted), _places(found.unreached), _places(found.missed)


def _places(findings: Iterable[Finding]) -> list[Place]:
    return [[finding.code, finding.line] for finding in findings]


if __name__ == "__main__":
    main()
