"""Findings as Markdown: a table for the summary of a GitHub job, a merge request or a wiki."""

from __future__ import annotations

import html
from collections.abc import Iterator

from bnlint.explain.markdown import table
from bnlint.links import rule_page
from bnlint.output import Style, assumption, fixable, summary
from bnlint.results.findings import Finding
from bnlint.results.report import Report
from bnlint.results.wording import harmless
from bnlint.settings.options import INTERNAL_ERROR

_MARKS = "\\`*_[]#~"
_MOST = 500
"""Findings in the table: GitHub drops a summary of more than a megabyte."""


def render(report: Report, style: Style) -> Iterator[str]:
    """Yield the lines to print."""
    yield f"### bnlint: {_text(summary(report))}"
    if report.findings:
        rows = [_row(finding, report) for finding in report.findings[:_MOST]]
        yield ""
        yield from table(("where", "rule", "what goes wrong", "what to do"), rows).split("\n")
    if len(report.findings) > _MOST:
        yield ""
        yield f"And {len(report.findings) - _MOST} more."
    if report.problems:
        yield ""
        yield from (f"- {_text(str(problem))}" for problem in report.problems)
    for said in () if style.quiet else filter(None, (fixable(report), assumption(report))):
        yield ""
        yield _text(said)


def _row(finding: Finding, report: Report) -> tuple[str, ...]:
    code = finding.code if finding.code == INTERNAL_ERROR else f"[{finding.code}]({rule_page(finding.code)})"
    said = finding.said
    notes = "".join(f" ({note})" for note in said.notes)
    where = report.where(finding.path, finding.line, finding.column)
    return _text(where), code, _text(f"{said.headline}{notes}"), _text(said.remedy)


def _text(text: str) -> str:
    """Return words that are shown as they are, whatever Markdown or HTML they hold."""
    return "".join(f"\\{char}" if char in _MARKS else char for char in html.escape(harmless(text), quote=False))
