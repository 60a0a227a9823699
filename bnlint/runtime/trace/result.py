"""The result of ``bnlint trace``: what all forms of the report show."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bnlint import dialect, files
from bnlint.events import Layer, LayerBuilt, LayerCalled
from bnlint.findings import Finding
from bnlint.output import Problem, Report
from bnlint.runtime.comparison import Comparison, compare
from bnlint.runtime.judging import findings_of, is_project_file, named_from, relative
from bnlint.runtime.measurements import LayerRecord
from bnlint.runtime.recording import Recording
from bnlint.runtime.trace.launch import Ending, Program
from bnlint.runtime.trace.linting import lint, loaded_files
from bnlint.runtime.trace.verdicts import STATUSES, Status, Verdict, describe_modes, judge
from bnlint.settings import Settings


@dataclass(frozen=True)
class LayerResult:
    """What the run showed of one BN layer.

    Args:
        name: the layer's own name.
        place: where the user's code constructs it, "file:line"; "" for a layer of a ready-made model.
        modes: in which modes it ran and why, in words.
        shape: shape of its usual input, batch first; None where a dimension varies.
        values: values per statistic with that shape.
        record: the measurements; None for a layer that was never built.
        comparison: its moving statistics against the batches.
        momentum: the layer's.
    """

    name: str
    place: str
    modes: str
    shape: tuple[int | None, ...] | None
    values: int | None
    record: LayerRecord | None
    comparison: Comparison
    momentum: float | None


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


def layer_results(recording: Recording, folder: str) -> list[LayerResult]:
    """Describe each BN layer that the program constructed or ran."""
    calls: dict[Layer, list[LayerCalled]] = {}
    for event in recording.testimony.events:
        if isinstance(event, LayerCalled) and event.layer.is_bn and event.mode is not None:
            calls.setdefault(event.layer, []).append(event)
    return [_result(recording, layer, calls.get(layer, []), folder) for layer in _layers(recording)]


def _layers(recording: Recording) -> Iterator[Layer]:
    built = [e.layer for e in recording.testimony.events if isinstance(e, LayerBuilt) and e.layer.is_bn]
    yield from dict.fromkeys((*built, *recording.layers))


def _result(recording: Recording, layer: Layer, calls: list[LayerCalled], folder: str) -> LayerResult:
    record = recording.layers.get(layer)
    measured = recording.calls_of(layer)
    usual = next((c for c in measured if c.mode == "training"), measured[0] if measured else None)
    frozen = bool(calls) and all(call.trainable is False for call in calls)
    ran = bool(calls) or bool(record and record.moves)
    momentum = record.config.get("momentum") if record is not None else None
    site = layer.site
    return LayerResult(
        name=record.name if record is not None else layer.class_name,
        place=f"{relative(folder, site.path)}:{site.line}" if site.line and is_project_file(site.path) else "",
        modes=describe_modes(calls) if calls else "",
        shape=usual.shape if usual is not None else None,
        values=usual.values if usual is not None else None,
        record=record,
        comparison=compare(record, recording.steps, frozen, ran) if record is not None else Comparison("never ran"),
        momentum=float(momentum) if isinstance(momentum, (int, float)) else None,
    )
