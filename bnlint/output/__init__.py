"""How the command shows a report: one module per format, each with ``render(report, style)``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path

from bnlint.files import Source
from bnlint.findings import Finding
from bnlint.fingerprints import Identity, identify

DOCUMENTS = frozenset({"json", "sarif", "gitlab", "rdjson"})
"""Formats that are one document, to which nothing can be added."""
_WITH_FINGERPRINTS = frozenset({"json", "sarif", "gitlab"})
_WITHOUT_CELLS = frozenset({"sarif", "github", "gitlab", "rdjson"})
"""Formats whose readers know files only."""


@dataclass(frozen=True)
class Problem:
    """Why a file was not (or not safely) checked.

    Args:
        path: the file.
        line: 1-based, 0 when the whole file is meant.
        message: on one line.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return harmless(f"{place}: {self.message}")


@dataclass
class Report:
    """The result of a run.

    Args:
        findings: what is shown, sorted by file and position.
        suppressed: what ``# noqa`` comments hide.
        baselined: what was there when the baseline was written.
        problems: files that could not be read or parsed.
        sources: the text of the files that have findings, by path.
        checked: how many files were looked at.
        identities: what findings are recognised by, filled for the formats that say it.
    """

    findings: list[Finding] = field(default_factory=list)
    suppressed: list[Finding] = field(default_factory=list)
    baselined: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    checked: int = 0
    identities: dict[Finding, Identity] = field(default_factory=dict)

    def where(self, path: str, line: int, column: int) -> str:
        """Return a place as people read it, with the cell if it is in a notebook; column from 0."""
        return self.sources.get(path, Source(path, "")).where(line, column)

    def everything(self) -> list[Finding]:
        """Return the findings, shown or not."""
        return [*self.findings, *self.suppressed, *self.baselined]

    def extend(self, other: Report) -> None:
        """Add the result of a run over other files."""
        self.findings.extend(other.findings)
        self.suppressed.extend(other.suppressed)
        self.baselined.extend(other.baselined)
        self.problems.extend(other.problems)
        self.sources.update(other.sources)
        self.checked += other.checked


@dataclass(frozen=True)
class Style:
    """What a format may want to know beside the report.

    Args:
        root: the directory that machines name files relative to.
        color: whether to use terminal colours and links.
        statistics: whether to add how often each rule was found.
        baseline: whether the report was held against a baseline.
    """

    root: Path
    color: bool = False
    statistics: bool = False
    baseline: bool = False


def render(name: str, report: Report, style: Style) -> Iterator[str]:
    """Yield the lines of a report in one of the ``bnlint.options.OUTPUT_FORMATS``."""
    if name in _WITH_FINGERPRINTS:  # before anything is moved
        identities = identify(report.everything(), report.sources, style.root)
        report = replace(report, identities=identities)
    if name in _WITHOUT_CELLS:
        from bnlint.output.in_files import in_files

        report = in_files(report)
    lines: Iterator[str] = import_module(f"bnlint.output.{name}").render(report, style)
    return lines


def statistics(findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """Return how often each code was found, most frequent first."""
    counts = Counter(finding.code for finding in findings)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Replace what would break the line or steer a terminal; names of files may hold any character.

    Args:
        text: to be shown on one line.
    """
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def plural(count: int, noun: str) -> str:
    """Return ``1 file``, ``2 files``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def summary(report: Report) -> str:
    """Return a sentence on what was found."""
    files_checked = plural(report.checked, "file")
    known = f"{len(report.baselined)} in the baseline" if report.baselined else ""
    if not report.findings:
        return f"No findings in {files_checked} ({known})." if known else f"No findings in {files_checked}."
    affected = len({finding.path for finding in report.findings})
    more = f", {known}" if known else ""
    return f"{plural(len(report.findings), 'finding')} in {plural(affected, 'file')} ({files_checked} checked{more})."
