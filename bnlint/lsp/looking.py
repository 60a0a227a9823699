"""What is found in a document; without fixes at every pause in typing, since they take long and few are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lsprotocol import types

from bnlint.analysis import checking
from bnlint.lsp.documents import Document, Part, Units
from bnlint.results import baseline
from bnlint.results.baseline import BaselineError
from bnlint.results.findings import Finding
from bnlint.results.fingerprints import reported
from bnlint.results.report import Report
from bnlint.settings.loading import Settings


@dataclass(frozen=True)
class Shown:
    """A finding with its place in the editor."""

    finding: Finding
    part: Part
    range: types.Range


@dataclass(frozen=True)
class Checked:
    """A document with what was found in it.

    Args:
        document: the document.
        everything: all findings in it, shown or not, one for each place.
        findings: those to be shown.
        units: how the editor counts.
        settings: what the user set.
        complaint: why the baseline does not count.
    """

    document: Document
    everything: Sequence[Finding]
    findings: Sequence[Finding]
    units: Units
    settings: Settings
    complaint: BaselineError | None = None

    def shown(self) -> Iterator[Shown]:
        """Yield the findings with their places; of a statement with a body, its first line."""
        for finding in self.findings:
            start = self.document.lines.offset(finding.line, finding.column)
            part = self.document.part_at(start)
            end = start + len(reported(finding, self.document.source.text))
            yield Shown(finding, part, part.range(start, end, self.units))

    def touched(self, uri: str, where: types.Range) -> Iterator[Shown]:
        """Yield the findings that a range of a text document touches."""
        for shown in self.shown():
            if shown.part.origin.uri == uri and shown.range.start <= where.end and where.start <= shown.range.end:
                yield shown

    @cached_property
    def with_fixes(self) -> Checked:
        """The same with the fixes of the findings."""
        return look(self.document, self.units, self.settings, fixes=True) or self


def look(document: Document, units: Units, settings: Settings, fixes: bool = False) -> Checked | None:
    """Return what is found in a document; None where it does not parse.

    Args:
        document: the document.
        units: how the editor counts.
        settings: what the user set.
        fixes: work out the fixes, too.
    """
    findings, problem = checking.find(document.source, settings, fixes)
    if problem is not None and problem.failed:
        return None
    report, complaint = Report(), None
    checking.conclude(report, document.source, findings, None, settings, offers=False)
    if settings.baseline is not None:
        try:
            baseline.apply(report, settings.baseline)
        except BaselineError as error:
            complaint = error
    return Checked(document, findings, report.findings, units, settings, complaint)
