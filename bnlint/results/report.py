"""The result of a run over files: what was found, what was not shown, and what could not be checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from bnlint.results.findings import Finding
from bnlint.results.fingerprints import Identity
from bnlint.results.wording import harmless
from bnlint.syntax.source import Source


@dataclass(frozen=True)
class Problem:
    """Why a file was not (or not safely) checked.

    Args:
        path: the file.
        line: 1-based, 0 when the whole file is meant.
        message: on one line.
        failed: the file was not checked; else a part of it was not followed, which is no reason for another exit code.
    """

    path: str
    line: int
    message: str
    failed: bool = True

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return harmless(f"{place}: {self.message}")


class Judged(NamedTuple):
    """Which Keras a file was judged for.

    Args:
        dialect: 2 or 3.
        why: what decided, "option" for the user and "default" for nobody.
        assumed: nothing in the project says so.
    """

    dialect: int
    why: str
    assumed: bool = False


class RunsOn(NamedTuple):
    """Which backend of Keras 3 a file was judged for.

    Args:
        backend: "tensorflow", "jax" or "torch".
        why: what decided, "option" for the user and "default" for nobody.
        assumed: nothing in the project says so.
    """

    backend: str
    why: str
    assumed: bool = False

    @property
    def worth_a_word(self) -> bool:
        """Whether people should hear of it: it is not what nearly all run on, or they have said it."""
        return self.backend != "tensorflow" or self.why == "option"


Decision = TypeVar("Decision", Judged, RunsOn)


@dataclass
class Report:
    """The result of a run.

    Args:
        findings: what is shown, sorted by file and position.
        suppressed: what ``# noqa`` comments hide.
        baselined: what was there when the baseline was written.
        problems: files that could not be read or parsed.
        sources: the text of the files that have findings, by path.
        checked: how many files were looked at, those that could not be read or parsed left out.
        judged: for which Keras those that speak of batch normalization were judged, by path.
        backends: and for which backend those with findings that were judged for Keras 3.
        identities: what findings are recognised by, filled for the formats that say it.
        ended: the exit code of the signal that ended the run before all files were taken, 0 for none.
        unreached: how many files it did not come to then; ``problems`` names the first.
    """

    findings: list[Finding] = field(default_factory=list)
    suppressed: list[Finding] = field(default_factory=list)
    baselined: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    checked: int = 0
    judged: dict[str, Judged] = field(default_factory=dict)
    backends: dict[str, RunsOn] = field(default_factory=dict)
    identities: dict[Finding, Identity] = field(default_factory=dict)
    ended: int = 0
    unreached: int = 0

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
        self.judged.update(other.judged)
        self.backends.update(other.backends)

    def by_keras(self) -> Iterator[tuple[Judged, list[str]]]:
        """Yield each Keras that files were judged for, for each reason, with the files; most files first."""
        yield from _most_first(self.judged)

    def by_backend(self) -> Iterator[tuple[RunsOn, list[str]]]:
        """Yield the same of the backends of Keras 3."""
        yield from _most_first(self.backends)


def _most_first(decisions: Mapping[str, Decision]) -> list[tuple[Decision, list[str]]]:
    found: dict[Decision, list[str]] = {}
    for path, decision in decisions.items():
        found.setdefault(decision, []).append(path)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
