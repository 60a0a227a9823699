"""The result of ``bnlint trace``: what all forms of the report show."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace

from bnlint.analysis import dialect
from bnlint.results.findings import Finding
from bnlint.results.report import Problem, Report
from bnlint.runtime.judging import findings_of, named_from, relative
from bnlint.runtime.layers import LayerResult, layer_results
from bnlint.runtime.recording import Recording
from bnlint.runtime.trace.launch import Ending, Program
from bnlint.runtime.trace.linting import lint, loaded_files
from bnlint.runtime.trace.verdicts import STATUSES, Status, Verdict, judge
from bnlint.settings.loading import Settings
from bnlint.sources import files


@dataclass(frozen=True)
class Trace:
    """One traced program.

    Args:
        program: as the user named it.
        ending: how it ended.
        keras: what it ran on, "Keras 3.9.0"; "" when it imported none.
        assumed: the dialect that the linter took for granted; ``ran`` the one that ran.
        steps: training steps; ``seconds`` the program took.
        verdicts: the linter's findings, judged.
        unforeseen: what only the run showed.
        layers: the BN layers, in order of construction.
        problems: files the linter could not read.
        errors: errors of the recorder itself.
    """

    program: str
    ending: Ending
    keras: str
    assumed: int
    ran: int
    steps: int
    seconds: float
    verdicts: list[Verdict] = field(default_factory=list)
    unforeseen: list[Finding] = field(default_factory=list)
    layers: list[LayerResult] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def count(self, status: Status) -> int:
        """Return how many findings of the linter became this."""
        return sum(1 for verdict in self.verdicts if verdict.status == status)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings became what, and how many only the run showed."""
        return {status: self.count(status) for status in STATUSES} | {"only the run": len(self.unforeseen)}

    @property
    def is_clean(self) -> bool:
        """Whether the run showed no mistake."""
        return not self.unforeseen and not self.count("confirmed")

    @property
    def story(self) -> str:
        """How the run went, in one sentence."""
        steps = "1 training step" if self.steps == 1 else f"{self.steps} training steps"
        error = self.ending.error
        how = {
            "finished": "ran to its end",
            "exited": f"exited with code {self.ending.code}",
            "raised": f"raised {type(error).__name__}",
            "interrupted": "was interrupted",
            "stopped": "was stopped at the step limit",
        }[self.ending.how]
        where = f" on {self.keras}" if self.keras else ""
        return f"{self.program} {how} after {steps}{where} ({self.seconds:.1f} s)"


def summarize(
    program: Program,
    ending: Ending,
    recording: Recording,
    settings: Settings,
    folder: str,
    before: frozenset[str],
    seconds: float,
) -> Trace:
    """Lint a program that has run, and hold the findings against what happened.

    Args:
        program: what ran, ``ending`` how it ended, ``recording`` what happened.
        settings: which rules are wanted.
        folder: the directory that the report names files from.
        before: names of the modules that were there before the program.
        seconds: how long it took.
    """
    start = str(getattr(sys.modules["__main__"], "__file__", None) or "")
    linted = lint(start, loaded_files(before), settings) if os.path.isfile(start) else Report()
    seen = findings_of(recording.testimony, settings)
    broken_off = ending.how in ("raised", "interrupted")
    verdicts, unforeseen = judge(linted.findings, seen, recording, broken_off)
    return Trace(
        program=program.name,
        ending=ending,
        keras=f"Keras {recording.keras_version}" if recording.keras_version else "",
        assumed=_assumed(start, settings),
        ran=recording.testimony.dialect,
        steps=recording.steps,
        seconds=seconds,
        verdicts=[replace(v, finding=named_from(folder, v.finding)) for v in verdicts],
        unforeseen=[named_from(folder, finding) for finding in unforeseen],
        layers=layer_results(recording, folder),
        problems=[replace(p, path=relative(folder, p.path)) for p in linted.problems],
        errors=recording.errors,
    )


def _assumed(start: str, settings: Settings) -> int:
    try:
        return dialect.target(files.read(start).text, start, settings.config).dialect
    except OSError:
        return 3
