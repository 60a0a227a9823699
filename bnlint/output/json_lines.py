"""Findings as JSON, one on each line: for ``jq``, logs, and tables that take such lines.

A line is an entry of ``findings`` of the JSON document (``bnlint.output.json``); what the document says beside them is
left out, and files that could not be checked are named on standard error.
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.output import Style
from bnlint.output.documents import dumped
from bnlint.output.json import entry
from bnlint.results.report import Report


def render(report: Report, _: Style) -> Iterator[str]:
    """Yield the lines."""
    for finding in report.findings:
        yield dumped(entry(finding, report), indent=None)
