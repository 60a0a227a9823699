"""One mistake in several files is shown once, at the first of them.

What is found in each of several copies of a file in the same place is one; so is what comes from one value that other
files take, and what is wrong wherever it stands (a package that is gone). A file is a copy where its code is the same
but for comments, layout, names, texts and numbers. Only what people read of one run is put together so: whoever
compares runs, or looks at the lines that have changed, gets every finding.
"""

from __future__ import annotations

import keyword
import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from bnlint.results.edits import Lines
from bnlint.results.findings import Finding, Habit, Place, Related
from bnlint.results.fingerprints import PIECE
from bnlint.results.grouping import single
from bnlint.results.report import Report
from bnlint.settings.options import INTERNAL_ERROR

_LEAST = 100
"""Words and signs of a file whose likeness is no chance."""


class _Key(NamedTuple):
    """What findings in copies have in common."""

    code: str
    headline: str
    places: int
    shape: tuple[str, ...]
    number: int


class _Cause(NamedTuple):
    """What findings have in common that come from one value, or from the same thing that is wrong."""

    code: str
    headline: str
    cause: Place | str


def folded(report: Report) -> Report:
    """Return a report that shows a mistake of several files once.

    Args:
        report: what was found.
    """
    shapes = {path: _Shape(report.sources[path].text) for path in _with_company(report.findings)}
    order = {_at(finding): number for number, finding in enumerate(report.findings)}
    of_causes = _grouped(report.findings, _cause)
    found = _grouped(of_causes, lambda each: _key(each, shapes.get(each.path)))
    in_order = sorted(found, key=lambda each: order[_at(each)])
    return replace(report, findings=[_where_decided(each) for each in in_order])


def _at(finding: Finding) -> tuple[str, int, int, str]:
    return finding.path, finding.line, finding.column, finding.code


def _grouped(findings: Iterable[Finding], key_of: Callable[[Finding], _Cause | _Key | None]) -> list[Finding]:
    groups: dict[_Cause | _Key | Finding, list[Finding]] = {}
    for finding in findings:
        key = key_of(finding)
        groups.setdefault(finding if key is None else key, []).append(finding)
    return [_standing_for(key, places) for key, places in groups.items()]


def _with_company(findings: Iterable[Finding]) -> set[str]:
    """Return the files in which something is found that is found in another one, too."""
    by_kind: dict[tuple[str, str], set[str]] = {}
    for finding in findings:
        if finding.code != INTERNAL_ERROR:
            by_kind.setdefault((finding.code, finding.said.headline), set()).add(finding.path)
    return {path for paths in by_kind.values() if len(paths) > 1 for path in paths}


def _key(finding: Finding, shape: _Shape | None) -> _Key | None:
    if finding.copies or shape is None or len(shape.words) < _LEAST:
        return None
    number = shape.number(finding.line, finding.column)
    return _Key(finding.code, finding.said.headline, len(finding.places), shape.words, number)


def _cause(finding: Finding) -> _Cause | None:
    """Return what a finding comes from that other files may have, too; what is written in a line itself is a habit."""
    cause = finding.cause
    if cause is None or isinstance(cause, Habit):
        return None
    if isinstance(cause, Place):
        cause = replace(cause, path=os.path.abspath(cause.path))
    return _Cause(finding.code, finding.said.headline, cause)


def _standing_for(key: _Cause | _Key | Finding, places: Sequence[Finding]) -> Finding:
    if len(places) == 1:
        return places[0]
    cause = key.cause if isinstance(key, _Cause) else None
    first, *others = sorted(places, key=lambda each: _is_elsewhere(each, cause))
    if isinstance(key, _Key):
        said, beside = f"the same in {_copies(len(others))} of this file", "the same in a copy"
    else:
        said, beside = f"the same in {_other_files(others)}", "the same here"
    message = replace(first.said, notes=(*first.said.notes, said))
    related = (*first.related, *(Related(each.path, each.line, each.column, beside) for each in others))
    return replace(first, said=message, related=related, copies=tuple(others))


def _where_decided(finding: Finding) -> Finding:
    """Return what stands for several files where the value is written, if that is in none of them."""
    cause = finding.cause
    alike = [finding, *finding.copies]
    if not isinstance(cause, Place) or any(each.cause != cause or each.path == cause.path for each in alike):
        return finding
    if len(alike) == 1:
        return finding
    places = single(alike)
    said = f"this decides it for {len(places)} places in {len({each.path for each in alike})} files"
    return replace(
        finding,
        path=cause.path,
        line=cause.line,
        column=cause.column,
        end_line=cause.end_line,
        end_column=cause.end_column,
        said=replace(places[0].said, notes=(*places[0].said.notes, said)),
        related=tuple(Related(each.path, each.line, each.column, "it is used here") for each in places),
    )


def _is_elsewhere(finding: Finding, cause: Place | str | None) -> bool:
    return isinstance(cause, Place) and os.path.abspath(finding.path) != cause.path


def _copies(number: int) -> str:
    return "a copy" if number == 1 else f"{number} copies"


def _other_files(others: Sequence[Finding]) -> str:
    number = len({each.path for each in others})
    return "1 other file" if number == 1 else f"{number} other files"


class _Shape:
    """What is left of a text without its comments, layout, names, texts and numbers.

    Args:
        text: a module.
    """

    def __init__(self, text: str) -> None:
        self._lines = Lines(text)
        self._text = text

    @cached_property
    def _pieces(self) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for match in PIECE.finditer(self._text):
            kind, word = match.lastgroup, match[0]
            if kind == "string":
                found.append((match.start(), '""'))
            elif kind == "word":
                found.append((match.start(), word if keyword.iskeyword(word) else "0" if word[0].isdigit() else "name"))
            elif kind == "other":
                found.append((match.start(), word))
        return found

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words and signs that are left."""
        return tuple(word for _, word in self._pieces)

    def number(self, line: int, column: int) -> int:
        """Return how many of them stand before a place."""
        return bisect_left(self._pieces, (self._lines.offset(line, column), ""))
