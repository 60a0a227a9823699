"""The result of ``bnlint trace``: what all forms of the report show."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bnlint.analysis import dialect
from bnlint.libraries.keras_versions import BACKEND_TITLES
from bnlint.libraries.packages import FRAMEWORKS
from bnlint.results.findings import Finding
from bnlint.results.report import Problem, Report
from bnlint.runtime.judging import findings_of, named_from, relative
from bnlint.runtime.layers import LayerResult, layer_results
from bnlint.runtime.recording import Recording
from bnlint.runtime.trace.launch import Ending, Program
from bnlint.runtime.trace.linting import lint, loaded_files
from bnlint.runtime.trace.verdicts import STATUSES, Status, Verdict, judge
from bnlint.settings import options
from bnlint.settings.loading import Settings
from bnlint.sources import files
from bnlint.syntax.source import Source
from bnlint.syntax.texts import NOTEBOOK


@dataclass(frozen=True)
class Trace:
    """One traced program.

    Args:
        program: as the user named it.
        ending: how it ended.
        keras: what it ran on, "Keras 3.9.0 on JAX"; "" when it imported none.
        assumed: the dialect that the linter took for granted; ``ran`` the one that ran.
        steps: training steps; ``seconds`` the program took.
        losses: of steps that were read, and ``evaluations``, each with the number of steps.
        verdicts: the linter's findings, judged.
        unforeseen: what only the run showed, with what was measured.
        notes: what the run could not show, and why.
        ran_elsewhere: something was run that is not recorded: child processes, another backend.
        layers: the BN layers, in order of construction.
        problems: files the linter could not read.
        errors: errors of the recorder itself.
        sources: the files that were linted, by the names they have in the report.
    """

    program: str
    ending: Ending
    keras: str
    assumed: int
    ran: int
    steps: int
    seconds: float
    losses: list[tuple[int, float]] = field(default_factory=list)
    evaluations: list[tuple[int, dict[str, float]]] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    unforeseen: list[Verdict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ran_elsewhere: bool = False
    layers: list[LayerResult] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)

    def where(self, finding: Finding) -> str:
        """Return a finding's place as people read it, with the cell if it is in a notebook."""
        source = self.sources.get(finding.path, Source(finding.path, ""))
        return source.where(finding.line, finding.column)

    def count(self, status: Status) -> int:
        """Return how many findings of the linter became this."""
        return sum(1 for verdict in self.verdicts if verdict.status == status)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings became what, and how many only the run showed."""
        return {status: self.count(status) for status in STATUSES} | {"only the run": len(self.unforeseen)}

    @property
    def first_nan(self) -> LayerResult | None:
        """The layer whose statistics were the first that were not finite: where it began, as far as was read."""
        found = [layer for layer in self.layers if layer.broken is not None]
        return min(found, key=lambda layer: layer.broken.step if layer.broken is not None else 0, default=None)

    @property
    def is_blind(self) -> bool:
        """Whether the program did something that could not be recorded, and nothing else."""
        return bool(self.notes) and self.ran_elsewhere and not self.steps and not self.layers

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
            "terminated": "was terminated",
            "running": "is still running",
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
    notes: Sequence[str] = (),
) -> Trace:
    """Lint a program that has run, and hold the findings against what happened.

    Args:
        program: what ran, ``ending`` how it ended, ``recording`` what happened.
        settings: which rules are wanted.
        folder: the directory that the report names files from.
        before: names of the modules that were there before the program.
        seconds: how long it took.
        notes: what the run could not show, and why.
    """
    start = str(getattr(sys.modules["__main__"], "__file__", None) or "")
    ran, assumed = recording.testimony.dialect, _assumed(start, settings)
    if recording.keras_version:
        # What is said of another Keras than the one that ran cannot be confirmed, nor contradicted.
        settings = replace(
            settings,
            keras="2" if ran == 2 else "3",
            per_file_keras=(),
            backend=options.backend_target(recording.testimony.backend),
        )
    linted = lint(start, loaded_files(before), settings) if os.path.isfile(start) else Report()
    seen = findings_of(recording.testimony, settings)
    verdicts, unforeseen = judge(linted.findings, seen, recording, ending)
    return Trace(
        program=program.name,
        ending=ending,
        keras=f"Keras {recording.keras_version}{_on(recording)}" if recording.keras_version else "",
        assumed=assumed,
        ran=ran,
        steps=recording.steps,
        losses=list(recording.losses),
        evaluations=list(recording.evaluations),
        seconds=seconds,
        verdicts=[replace(v, finding=named_from(folder, v.finding)) for v in verdicts],
        unforeseen=[replace(v, finding=named_from(folder, v.finding)) for v in unforeseen],
        ran_elsewhere=bool(notes) or bool(recording.unsupported),
        notes=[*notes, *([] if notes else _notes(recording))],
        layers=_in_cells(layer_results(recording, folder), start, folder),
        problems=[replace(p, path=relative(folder, p.path)) for p in linted.problems],
        errors=recording.errors,
        sources={(name := relative(folder, path)): replace(s, path=name) for path, s in linted.sources.items()},
    )


def _in_cells(layers: list[LayerResult], start: str, folder: str) -> list[LayerResult]:
    """Name the cells of a notebook that build layers, as findings do."""
    if not start.endswith(NOTEBOOK) or not os.path.isfile(start):
        return layers
    source = replace(files.read(start), path=relative(folder, start))
    places = [layer.place.rpartition(":") for layer in layers]
    named = [source.where(int(line)) if path == source.path else f"{path}{colon}{line}" for path, colon, line in places]
    return [replace(layer, place=place) for layer, place in zip(layers, named, strict=True)]


def _on(recording: Recording) -> str:
    """Name the backend; nobody says that it is TensorFlow."""
    backend = recording.testimony.backend
    return "" if backend == "tensorflow" else f" on {BACKEND_TITLES[backend]}"


def _notes(recording: Recording) -> Iterator[str]:
    """Say what could not be recorded."""
    if recording.unsupported:
        yield (
            f"Nothing was seen of {recording.unsupported}: bnlint trace records Keras on TensorFlow, JAX and PyTorch "
            "only."
        )
    elif recording.testimony.backend == "jax" and any(call.traced for call in recording.calls):
        yield (
            "Functions that JAX compiles were seen while it compiled them; what they did to the statistics, and their "
            "batches, is worked out from what went in and came out."
        )
    elif sys.modules.keys().isdisjoint(FRAMEWORKS):
        yield "The program did not import TensorFlow or Keras: there was nothing to record."


def _assumed(start: str, settings: Settings) -> int:
    try:
        return dialect.target(files.read(start).text, start, settings.of(start).config).dialect
    except OSError:
        return 3
