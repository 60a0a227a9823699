"""Findings for people, under the names of their files: long lists are easier to go through."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bnlint.output import Style, assumption, fixable, summary
from bnlint.results.report import Report
from bnlint.results.wording import harmless


def render(report: Report, style: Style) -> Iterator[str]:
    """Yield the lines to print."""
    bold, plain = ("\x1b[1m", "\x1b[0m") if style.color else ("", "")
    for path, found in groupby(report.findings, key=lambda finding: finding.path):
        findings = list(found)
        places = [report.where(path, one.line, one.column).removeprefix(f"{path}:") for one in findings]
        width = max(map(len, places))
        yield f"{bold}{harmless(path)}{plain}:"
        for place, finding in zip(places, findings, strict=True):
            offer = "[*] " if finding.fix is not None and finding.fix.safety != "shown" else ""
            yield harmless(f"  {place:<{width}}  {finding.code} {offer}{finding.message}")
        yield ""
    if not style.quiet:
        yield from filter(None, (summary(report), fixable(report, style.unsafe_fixes), assumption(report)))
