"""Copies of a file: what is found in each of them in the same place is shown once, at the first.

A file is a copy where its code is the same but for comments, layout, names, texts and numbers. Only what people read of
one run is put together so: whoever compares runs, or looks at the lines that have changed, gets every finding.
"""

from __future__ import annotations

import keyword
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from bnlint.results.edits import Lines
from bnlint.results.findings import Finding, Related
from bnlint.results.fingerprints import PIECE
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


def folded(report: Report) -> Report:
    """Return a report that shows findings in copies of a file once.

    Args:
        report: what was found.
    """
    shapes = {path: _Shape(report.sources[path].text) for path in _with_company(report.findings)}
    groups: dict[_Key | Finding, list[Finding]] = {}
    for finding in report.findings:
        shape = shapes.get(finding.path)
        key = None if shape is None else _key(finding, shape)
        groups.setdefault(finding if key is None else key, []).append(finding)
    return replace(report, findings=[_standing_for(first, others) for first, *others in groups.values()])


def _with_company(findings: Iterable[Finding]) -> set[str]:
    """Return the files in which something is found that is found in another one, too."""
    by_kind: dict[tuple[str, str], set[str]] = {}
    for finding in findings:
        if finding.code != INTERNAL_ERROR:
            by_kind.setdefault((finding.code, finding.said.headline), set()).add(finding.path)
    return {path for paths in by_kind.values() if len(paths) > 1 for path in paths}


def _key(finding: Finding, shape: _Shape) -> _Key | None:
    if len(shape.words) < _LEAST:
        return None
    number = shape.number(finding.line, finding.column)
    return _Key(finding.code, finding.said.headline, len(finding.places), shape.words, number)


def _standing_for(first: Finding, others: Sequence[Finding]) -> Finding:
    if not others:
        return first
    copies = "a copy" if len(others) == 1 else f"{len(others)} copies"
    said = replace(first.said, notes=(*first.said.notes, f"the same in {copies} of this file"))
    related = (*first.related, *(Related(each.path, each.line, each.column, "the same in a copy") for each in others))
    return replace(first, said=said, related=related, copies=tuple(others))


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
