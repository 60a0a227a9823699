"""GitLab's Code Quality report: an artifact that merge requests show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bnlint.links import rule_page
from bnlint.output import Style
from bnlint.output.documents import dumped
from bnlint.output.levels import level
from bnlint.results.findings import Finding
from bnlint.results.report import Report
from bnlint.sources import files

_SEVERITIES = {"error": "critical", "warning": "major", "note": "minor"}


def render(report: Report, style: Style) -> Iterator[str]:
    """Yield the document."""
    yield dumped([_issue(finding, report.identities[finding].fingerprint, style) for finding in report.findings])


def _issue(finding: Finding, fingerprint: str, style: Style) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": f"{finding.code} {finding.message}",
        "content": {"body": f"{finding.said.full}\n\n[{finding.code}]({rule_page(finding.code)})"},
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[level(finding.code)],
        "fingerprint": fingerprint,
        "location": {
            "path": files.portable(finding.path, style.root),
            "positions": {
                "begin": {"line": finding.line, "column": finding.column + 1},
                "end": {"line": finding.end_line, "column": finding.end_column + 1},
            },
        },
    }
