"""Holds the linter's findings against those of the same rules on the recorder's events: do both witnesses agree?

This says whether the linter understood the program, not whether a symptom was seen; see ``verdicts`` for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from bnlint.events import Layer, LayerCalled, Site
from bnlint.results.findings import Finding
from bnlint.runtime.recording import Recording
from bnlint.runtime.trace.scene import is_at, lines, real


@dataclass
class Agreement:
    """What became of the linter's findings.

    Args:
        agreed: the same rule reports the same line on what was seen.
        refuted: the line ran to the end of the program without that.
        unreached: the line did not run, or the program broke off before the rest could happen.
        missed: only the recorder's events lead to it.
    """

    agreed: list[Finding] = field(default_factory=list)
    refuted: list[Finding] = field(default_factory=list)
    unreached: list[Finding] = field(default_factory=list)
    missed: list[Finding] = field(default_factory=list)


def agreement(said: Iterable[Finding], seen: Iterable[Finding], recording: Recording, broken_off: bool) -> Agreement:
    """Compare the linter's findings with the recorder's.

    Args:
        said: the linter's findings.
        seen: findings of the same rules on the recorder's events.
        recording: what happened.
        broken_off: an exception or Ctrl-C ended the program early.
    """
    left, ran, found = list(seen), visited(recording), Agreement()
    for finding in said:
        same = [f for f in left if is_same(finding, f)]
        left = [f for f in left if f not in same]
        if same:
            found.agreed.append(finding)
        elif broken_off or not _came_up(finding, ran, recording):
            found.unreached.append(finding)
        else:
            found.refuted.append(finding)
    found.missed = left
    return found


def is_same(said: Finding, seen: Finding) -> bool:
    """Say whether two findings are of one rule at one place."""
    return said.code == seen.code and real(said.path) == real(seen.path) and seen.line in lines(said)


def _came_up(finding: Finding, ran: set[tuple[str, int]], recording: Recording) -> bool:
    """Say whether what a finding is about happened at all."""
    if not has_run(finding, ran) or not any(isinstance(event, LayerCalled) for event in recording.testimony.events):
        return False
    if finding.code == "BNL103":
        return any(is_at(call.layer.call_site, finding) for call in _in_training(recording))
    if finding.code == "BNL403":
        return _follows(finding, recording)
    return finding.code != "BNL104" or any(is_at(call.site, finding) for call in _in_training(recording))


def _follows(finding: Finding, recording: Recording) -> bool:
    """Say whether the BN layer behind a bias was called: a model that nobody runs has it all the same."""
    places = {(real(place.path), place.line) for place in finding.related}
    calls = (event for event in recording.testimony.events if isinstance(event, LayerCalled) and event.layer.is_bn)
    return any((real(site.path), site.line) in places for call in calls for site in (call.site, call.layer.site))


def _in_training(recording: Recording) -> Iterator[LayerCalled]:
    """Yield the calls during fits and under tapes, those around them included."""
    for call in recording.testimony.events:
        if isinstance(call, LayerCalled) and (call.root.driver == "fit" or call.root.tapes):
            yield from call.chain()


def has_run(finding: Finding, ran: set[tuple[str, int]]) -> bool:
    """Say whether a finding's line is among those that ran."""
    return any((real(finding.path), line) in ran for line in lines(finding))


def visited(recording: Recording) -> set[tuple[str, int]]:
    """Return the places that the events of a recording name, and those of calls that concern no BN layer."""
    found = {(real(path), line) for path, line in recording.visited}
    for event in recording.testimony.events:
        found.update((real(site.path), site.line) for site in _sites(event) if site.line)
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
