"""The report for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.results.wording import plural
from bnlint.runtime.layers import LayerResult
from bnlint.runtime.trace.result import Trace
from bnlint.runtime.trace.verdicts import Verdict

SHOWN = 12
"""Layers shown one by one; of more, those that are as they should be are counted."""


def render(trace: Trace) -> Iterator[str]:
    """Yield the lines of the report."""
    yield f"bnlint trace: {trace.story}"
    if trace.keras and trace.assumed != trace.ran:
        yield (
            f"The linter by itself takes Keras {trace.assumed} for granted; this is what it says for the Keras that "
            f"ran (bnlint check --keras {trace.ran})."
        )
    yield from trace.notes
    yield from _verdicts(trace)
    if trace.unforeseen:
        yield from ("", "What only the run could see")
        for verdict in trace.unforeseen:
            yield from _verdict(trace, verdict)
    first = trace.first_nan
    if first is not None and first.broken is not None:
        yield ""
        yield f"First not finite: {first.name}{f' ({first.place})' if first.place else ''}, {first.broken.text}"
    yield from _layers(trace.layers)
    for problem in trace.problems:
        yield f"not linted: {problem}"
    if trace.errors:
        yield f"The recorder had trouble {plural(len(trace.errors), 'time')}; the first: {_last_line(trace.errors[0])}"
    yield ""
    counts = [f"{count} {name}" for name, count in trace.counts.items() if name != "only the run"]
    yield f"{', '.join(counts)}; {len(trace.unforeseen)} seen only by the run."


def _verdicts(trace: Trace) -> Iterator[str]:
    yield ""
    if not trace.verdicts:
        yield "The linter has no findings in the program and the files it imports."
        return
    yield "What the linter said"
    for verdict in trace.verdicts:
        yield from _verdict(trace, verdict)


def _verdict(trace: Trace, verdict: Verdict) -> Iterator[str]:
    finding = verdict.finding
    yield f"  {verdict.status:<14}{trace.where(finding)}: {finding.code} {finding.message}"
    if verdict.evidence:
        yield f"  {'':<14}{verdict.evidence}"


def _layers(layers: list[LayerResult]) -> Iterator[str]:
    yield ""
    if not layers:
        yield "No BatchNormalization layer was built."
        return
    yield f"{plural(len(layers), 'BatchNormalization layer')}"
    shown = layers if len(layers) <= SHOWN else [layer for layer in layers if layer.comparison.is_suspicious][:SHOWN]
    for layer in shown:
        yield f"  {layer.name}{f' ({layer.place})' if layer.place else ''}"
        details = [layer.modes, _batch(layer)]
        if any(details):
            yield f"    {', '.join(filter(None, details))}"
        yield f"    {layer.comparison.text}"
    rest: dict[str, int] = {}
    for layer in layers:
        if layer not in shown:
            rest[layer.comparison.state] = rest.get(layer.comparison.state, 0) + 1
    for state, count in rest.items():
        yield f"  {count}{' more' if shown else ''}: {state}"


def _batch(layer: LayerResult) -> str:
    if layer.values is None:
        return ""
    return plural(layer.values, "value") + " per statistic"


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else ""
