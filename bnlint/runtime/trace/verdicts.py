"""Holds the linter's findings against what happened.

A finding is confirmed when its rule, which now judges the recorder's events, reports the same line. It is refuted when
the line ran to the end of the program without that, and not reached when the line did not run, or the program broke
off before the rest could happen.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from bnlint.events import Layer, LayerCalled, Site
from bnlint.results.findings import Finding
from bnlint.results.wording import plural
from bnlint.runtime.recording import Recording
from bnlint.runtime.wording import describe_modes

Status = Literal["confirmed", "refuted", "not reached"]
STATUSES: tuple[Status, ...] = ("confirmed", "refuted", "not reached")


@dataclass(frozen=True)
class Verdict:
    """What became of one finding of the linter.

    Args:
        finding: the linter's.
        status: what the run says.
        evidence: what was measured, or why there is nothing to measure.
    """

    finding: Finding
    status: Status
    evidence: str


def judge(
    said: Iterable[Finding], seen: Iterable[Finding], recording: Recording, broken_off: bool
) -> tuple[list[Verdict], list[Finding]]:
    """Compare the linter's findings with the recorder's.

    Args:
        said: the linter's findings.
        seen: findings of the same rules on the recorder's events.
        recording: what happened.
        broken_off: an exception or Ctrl-C ended the program early.

    Returns:
        A verdict on each finding of the linter, and what only the run showed.
    """
    left = list(seen)
    ran = visited(recording)
    verdicts = []
    for finding in said:
        same = [f for f in left if _is_same(finding, f)]
        left = [f for f in left if f not in same]
        verdicts.append(_verdict(finding, bool(same), ran, recording, broken_off))
    return verdicts, left


def _is_same(said: Finding, seen: Finding) -> bool:
    return said.code == seen.code and _real(said.path) == _real(seen.path) and seen.line in _lines(said)


def _lines(finding: Finding) -> range:
    return range(finding.line, max(finding.line, finding.end_line) + 1)


def _verdict(
    finding: Finding, same: bool, ran: set[tuple[str, int]], recording: Recording, broken_off: bool
) -> Verdict:
    if same:
        return Verdict(finding, "confirmed", evidence(finding, recording))
    path = _real(finding.path)
    if not any((path, line) in ran for line in _lines(finding)):
        return Verdict(finding, "not reached", "the line did not run, or ran without touching a layer")
    if broken_off:
        return Verdict(finding, "not reached", "the line ran, but the program broke off before the mistake could show")
    if not any(isinstance(event, LayerCalled) for event in recording.testimony.events):
        return Verdict(finding, "not reached", "the line ran, but no layer with BatchNormalization was called")
    if finding.code == "BNL103" and not _is_trained(finding, recording):
        return Verdict(finding, "not reached", "the line ran, but nothing trained a model of this class")
    if finding.code == "BNL104" and not _ran_in_training(finding, recording):
        return Verdict(finding, "not reached", "the line ran, but not in training")
    measured = evidence(finding, recording)
    return Verdict(
        finding, "refuted", f"the line ran and the mistake did not happen{': ' if measured else ''}{measured}"
    )


def _is_trained(finding: Finding, recording: Recording) -> bool:
    """Say whether the program trained what has its ``def call`` where a finding is."""
    return any(
        call.layer.call_site is not None and _is_at(call.layer.call_site, finding) for call in _in_training(recording)
    )


def _ran_in_training(finding: Finding, recording: Recording) -> bool:
    """Say whether a layer was called where a finding is while something was trained."""
    return any(_is_at(call.site, finding) for call in _in_training(recording))


def _in_training(recording: Recording) -> Iterator[LayerCalled]:
    """Yield the calls during fits and under tapes, those around them included."""
    for call in recording.testimony.events:
        if isinstance(call, LayerCalled) and (call.root.driver == "fit" or call.root.tapes):
            yield from call.chain()


def _is_at(site: Site, finding: Finding) -> bool:
    return site.line in _lines(finding) and _real(site.path) == _real(finding.path)


def evidence(finding: Finding, recording: Recording) -> str:
    """Say what was measured on the BN layers that a finding concerns; "" when it concerns none directly."""
    path, lines = _real(finding.path), _lines(finding)

    def is_here(site: Site) -> bool:
        return site.line in lines and _real(site.path) == path

    calls = [
        call
        for call in recording.testimony.events
        if isinstance(call, LayerCalled) and call.layer.is_bn and call.mode is not None
        if any(is_here(outer.site) for outer in call.chain()) or is_here(call.layer.site)
    ]
    if not calls:
        return ""
    parts = [describe_modes(calls)]
    layers = list(dict.fromkeys(call.layer for call in calls))
    values = [c.values for c in recording.calls if c.event in calls and c.values is not None]
    if values:
        parts.append(f"{'' if len(layers) == 1 else 'at least '}{plural(min(values), 'value')} per statistic")
    records = [recording.layers[layer] for layer in layers if layer in recording.layers]
    if recording.steps and records:
        moves = max(record.moves for record in records)
        whose = "its" if len(records) == 1 else "their"
        moved = "did not move" if not moves else f"moved {plural(moves, 'time')}"
        elsewhere = " through other calls" if moves and all(call.mode == "inference" for call in calls) else ""
        parts.append(f"{whose} moving statistics {moved}{elsewhere} in {plural(recording.steps, 'training step')}")
    return "; ".join(parts)


def visited(recording: Recording) -> set[tuple[str, int]]:
    """Return the places that the events of a recording name, and those of calls that concern no BN layer."""
    found = {(_real(path), line) for path, line in recording.visited}
    for event in recording.testimony.events:
        found.update((_real(site.path), site.line) for site in _sites(event) if site.line)
    return found


def _sites(value: Any, depth: int = 3) -> Iterator[Site]:
    """Yield the places within an event."""
    if isinstance(value, Site):
        yield value
    elif isinstance(value, LayerCalled) and depth < 3:
        return  # an enclosing call is an event of its own
    elif isinstance(value, Layer):
        yield value.site
        yield from (arg.site for arg in value.args.values() if arg.site is not None)
    elif isinstance(value, tuple):
        for item in value:
            yield from _sites(item, depth)
    elif is_dataclass(value) and depth:
        for one in fields(value):
            yield from _sites(getattr(value, one.name), depth - 1)


_reals: dict[str, str] = {}


def _real(path: str) -> str:
    if path not in _reals:
        _reals[path] = os.path.realpath(path)
    return _reals[path]
