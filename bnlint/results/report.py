"""The result of a run over files: what was found, what was not shown, and what could not be checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from bnlint.results.findings import Finding
from bnlint.results.fingerprints import Identity
from bnlint.results.wording import harmless
from bnlint.sources.source import Source


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
