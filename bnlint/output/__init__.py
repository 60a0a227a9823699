"""How the command shows a report: ``text``, ``concise`` (flake8's line) or ``json``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bnlint.files import Source
from bnlint.findings import Finding

Format = Literal["text", "concise", "json"]
FORMATS: tuple[Format, ...] = ("text", "concise", "json")


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
        return f"{place}: {self.message}"


@dataclass
class Report:
    """The result of a run.

    Args:
        findings: what is shown, sorted by file and position.
        problems: files that could not be read or parsed.
        sources: the text of the files that have findings, by path.
        checked: how many files were looked at.
    """

    findings: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    checked: int = 0

    def extend(self, other: Report) -> None:
        """Add the result of a run over other files."""
        self.findings.extend(other.findings)
        self.problems.extend(other.problems)
        self.sources.update(other.sources)
        self.checked += other.checked


def statistics(findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """Return how often each code was found, most frequent first."""
    counts = Counter(finding.code for finding in findings)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def plural(count: int, noun: str) -> str:
    """Return ``1 file``, ``2 files``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
