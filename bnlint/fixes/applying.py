"""Makes fixes in a text, and keeps or offers only those that prove to help: each result is analysed again."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace

from bnlint.results.edits import Edit, Lines, apply, moved
from bnlint.results.findings import Finding
from bnlint.results.grouping import single
from bnlint.settings.options import UNNEEDED_NOQA

_MAX_ANALYSES = 100
"""Analyses that one text is worth; a round that succeeds takes one, a fix that fails a few."""

Analysis = Callable[[str], "Sequence[Finding] | None"]
"""Returns all findings in a text, with their fixes; None when it cannot be analysed."""


@dataclass(frozen=True)
class Repaired:
    """A text after its fixes.

    Args:
        text: the result.
        findings: all findings in it.
        fixed: the findings that are gone, as they were shown: one may stand for several places.
        rounds: the edits; those of each round count in the text that the round before left.
    """

    text: str
    findings: Sequence[Finding]
    fixed: Sequence[Finding] = ()
    rounds: Sequence[Sequence[Edit]] = ()


def repair(
    text: str,
    findings: Sequence[Finding],
    analyse: Analysis,
    wanted: Callable[[Sequence[Finding], str], Sequence[Finding]],
) -> Repaired:
    """Make fixes until none is left that helps.

    Fixes whose edits overlap wait for the next round: the first one wins. A fix is dropped when, with it, the text
    cannot be analysed, its finding is still there, or a new one appears.

    Args:
        text: the analysed text.
        findings: all findings in it, one for each place.
        analyse: analyses a changed text.
        wanted: returns which findings in a text are to be fixed, as they are shown: one that stands for several places
            is fixed in all of them or in none. Those without a fix are left out anyway.
    """
    fixed: list[Finding] = []
    rounds: list[Sequence[Edit]] = []
    rejected: set[tuple[str, int]] = set()
    analyses = 0
    while True:
        lines = Lines(text)
        batch = compatible(lines, wanted(findings, text), rejected)
        while batch and analyses < _MAX_ANALYSES:
            analyses += 1
            edits = sorted({edit for finding in batch for edit in _edits(finding)})
            after_text = apply(text, edits)
            after = analyse(after_text)
            if after is not None and _helps(lines, findings, single(batch), edits, Lines(after_text), after):
                break
            if len(batch) == 1:
                rejected.add(_key(lines, batch[0]))
                batch = compatible(lines, wanted(findings, text), rejected)
            else:
                batch = batch[: len(batch) // 2]
        else:
            return Repaired(text, findings, fixed, rounds)
        rejected = {(code, moved(offset, edits)) for code, offset in rejected}
        fixed += batch
        rounds.append(edits)
        text, findings = after_text, after


def proven(text: str, findings: Sequence[Finding], chosen: Sequence[Finding], analyse: Analysis) -> list[Finding]:
    """Return the findings that are shown, with those fixes only that ``repair`` would keep.

    Args:
        text: the analysed text.
        findings: all findings in it, one for each place.
        chosen: those that are shown; one may stand for several places.
        analyse: analyses a changed text.
    """
    lines = Lines(text)
    helping: list[Finding] = []
    left = _MAX_ANALYSES

    def prove(batch: list[Finding]) -> None:
        nonlocal left
        if not batch or not left:
            return
        left -= 1
        edits = sorted({edit for finding in batch for edit in _edits(finding)})
        after_text = apply(text, edits)
        after = analyse(after_text)
        if after is not None and _helps(lines, findings, single(batch), edits, Lines(after_text), after):
            helping.extend(batch)
        elif len(batch) > 1:
            prove(batch[: len(batch) // 2])
            prove(batch[len(batch) // 2 :])

    waiting = [finding for finding in chosen if finding.fix is not None]
    while waiting:
        batch = compatible(lines, waiting)
        waiting = [finding for finding in waiting if finding not in batch]
        prove(batch)
    return [finding if finding.fix is None or finding in helping else replace(finding, fix=None) for finding in chosen]


def _is_left_over(finding: Finding, was_to_go: bool) -> bool:
    """Whether a finding is that a comment is not needed any more: what it was needed for is fixed."""
    return finding.code == UNNEEDED_NOQA and not was_to_go


def _edits(finding: Finding) -> Sequence[Edit]:
    return finding.fix.edits if finding.fix is not None else ()


def _key(lines: Lines, finding: Finding) -> tuple[str, int]:
    return finding.code, lines.offset(finding.line, finding.column)


def compatible(lines: Lines, wanted: Sequence[Finding], rejected: Container[tuple[str, int]] = ()) -> list[Finding]:
    """Return the findings whose fixes can be made together; several may ask for the same edit (of a constant).

    Args:
        lines: those of the analysed text.
        wanted: findings in it.
        rejected: codes and offsets of those that are left out.
    """
    chosen: list[Finding] = []
    taken: set[Edit] = set()
    for finding in sorted(wanted):
        edits = _edits(finding)
        if not edits or _key(lines, finding) in rejected:
            continue
        if not any(edit.overlaps(other) and edit != other for edit in edits for other in taken):
            chosen.append(finding)
            taken.update(edits)
    return chosen


def _helps(
    old: Lines,
    before: Sequence[Finding],
    fixed: Sequence[Finding],
    edits: Sequence[Edit],
    new: Lines,
    after: Sequence[Finding],
) -> bool:
    """Whether the fixed findings are gone and no other one is new.

    A text has at most one finding of a rule per line. When that is fixed, the next one on the line shows up: it is not
    new, it had been hidden. What is found in the text that the fix itself wrote was not.
    """
    codes = {finding.code for finding in fixed}
    written = [(start, start + len(edit.replacement)) for edit in edits for start in (moved(edit.offset, edits),)]
    gone: set[tuple[str, int]] = set()
    known: set[tuple[str, int]] = set()
    known_lines: set[tuple[str, int]] = set()
    for finding in before:
        offset = old.offset(finding.line, finding.column)
        place = moved(offset, edits)
        known_lines.add((finding.code, new.place(place)[0]))
        if finding in fixed:
            if not any(edit.offset <= offset < edit.end and not edit.replacement for edit in edits):
                gone.add((finding.code, place))
        else:
            inserted = sum(len(edit.replacement) for edit in edits if edit.offset == offset and not edit.length)
            known |= {(finding.code, place), (finding.code, place + inserted)}
    for finding in after:
        place = new.offset(finding.line, finding.column)
        if (finding.code, place) in known or _is_left_over(finding, (finding.code, place) in gone):
            continue
        if finding.code in codes and any(start <= place < end for start, end in written):
            return False
        if (finding.code, place) in gone or (finding.code, finding.line) not in known_lines:
            return False
    return True
