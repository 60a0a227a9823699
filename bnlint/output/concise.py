"""One line per finding, as flake8 prints it: editors and CI systems parse this form.

The line and the column of a notebook are those of a cell: ``train.ipynb:cell 3:2:6: BNL101 ...``.
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.output import Style
from bnlint.results.report import Report
from bnlint.results.wording import harmless


def render(report: Report, _: Style) -> Iterator[str]:
    """Yield the lines to print."""
    for finding in report.findings:
        place = report.where(finding.path, finding.line, finding.column)
        yield harmless(f"{place}: {finding.code} {finding.message}")
