"""One line per finding, as flake8 prints it: editors and CI systems parse this form."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.findings import Finding
from bnlint.output import Report, Style


def line_of(finding: Finding) -> str:
    """Return ``path:line:column: CODE message`` with the column counted from 1."""
    return f"{finding.path}:{finding.line}:{finding.column + 1}: {finding.code} {finding.message}"


def render(report: Report, _: Style) -> Iterator[str]:
    """Yield the lines to print."""
    return map(line_of, report.findings)
