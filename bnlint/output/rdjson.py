"""reviewdog's diagnostic format (``reviewdog -f=rdjson``): comments on pull requests, fixes as suggested changes.

Its columns count bytes of UTF-8, from 1. It has no word for how safe a suggestion is: the message says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bnlint.links import DOCUMENTATION, rule_page
from bnlint.output import Style
from bnlint.output.documents import dumped
from bnlint.output.levels import level
from bnlint.results.edits import WARNINGS, Edit, Fix, Lines, apply
from bnlint.results.findings import Finding, Related
from bnlint.results.report import Report
from bnlint.sources import files

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def render(report: Report, style: Style) -> Iterator[str]:
    """Yield the document."""
    texts = {path: _Text(source.text) for path, source in report.sources.items()}
    yield dumped(
        {
            "source": {"name": "bnlint", "url": DOCUMENTATION},
            "diagnostics": [_diagnostic(finding, texts, style) for finding in report.findings],
        }
    )


class _Text:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)

    def at(self, line: int, column: int) -> dict[str, int]:
        """Return a place; the column in code points, from 0."""
        start = self._lines.offset(line, 0)
        before = self._text[start : start + column]
        return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}

    def suggestion(self, fix: Fix) -> dict[str, Any]:
        """Return the fix as one replaced range: reviewdog takes several for alternatives."""
        first, last = min(edit.offset for edit in fix.edits), max(edit.end for edit in fix.edits)
        moved = [Edit(edit.offset - first, edit.length, edit.replacement) for edit in fix.edits]
        begin, end = (self.at(*self._lines.place(offset)) for offset in (first, last))
        return {"range": {"start": begin, "end": end}, "text": apply(self._text[first:last], moved)}


def _diagnostic(finding: Finding, texts: dict[str, _Text], style: Style) -> dict[str, Any]:
    text = texts[finding.path]
    found: dict[str, Any] = {
        "message": finding.said.full,
        "location": {
            "path": files.portable(finding.path, style.root),
            "range": {
                "start": text.at(finding.line, finding.column),
                "end": text.at(finding.end_line, finding.end_column),
            },
        },
        "severity": _SEVERITIES[level(finding.code)],
        "code": {"value": finding.code, "url": rule_page(finding.code)},
    }
    if finding.related:
        found["relatedLocations"] = [_related(place, texts, style) for place in finding.related]
    if finding.fix is not None and finding.fix.edits:
        found["suggestions"] = [text.suggestion(finding.fix)]
        if warning := WARNINGS[finding.fix.safety]:
            found["message"] += f" The suggestion is {finding.fix.safety}: it {warning}."
    return found


def _related(place: Related, texts: dict[str, _Text], style: Style) -> dict[str, Any]:
    start = {"line": place.line}
    if place.path in texts:  # else nobody has counted its bytes
        start = texts[place.path].at(place.line, place.column)
    location = {"path": files.portable(place.path, style.root), "range": {"start": start}}
    return {"message": place.message, "location": location}
