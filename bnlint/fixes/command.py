"""``bnlint check --fix`` and ``--diff``: files in; changed files, or what would change, out."""

from __future__ import annotations

import difflib
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as with_changes
from functools import partial
from pathlib import Path

from bnlint.analysis import checking
from bnlint.fixes.applying import repair
from bnlint.fixes.files import Refused, edited
from bnlint.results import baseline
from bnlint.results.findings import Finding
from bnlint.results.report import Problem, Report
from bnlint.results.wording import harmless, plural
from bnlint.settings.loading import Settings
from bnlint.sources import files, regular, writing
from bnlint.syntax.source import Source


@dataclass(frozen=True)
class Changed:
    """One file that fixes change.

    Args:
        path: the file, as the user named it.
        before: its text, or each cell of a notebook (``Source.parts``).
        after: the same with the fixes.
        fixed: the findings that are gone.
    """

    path: str
    before: Sequence[tuple[str, str]]
    after: Sequence[tuple[str, str]]
    fixed: Sequence[Finding]


@dataclass
class Fixing:
    """A run that fixes.

    Args:
        settings: what the user set.
        unsafe: make the fixes too that change how a model trains or predicts.
        baseline: the file with the findings that are to stay as they are, if there is one.
        report: what is left.
        changed: the files that fixes change.
    """

    settings: Settings
    unsafe: bool = False
    baseline: Path | None = None
    report: Report = field(default_factory=Report)
    changed: list[Changed] = field(default_factory=list)

    def path(self, path: str, write: bool) -> None:
        """Fix a file on disk.

        Args:
            path: one of those that ``bnlint.sources.files.find`` yields.
            write: change the file; otherwise only work out how.
        """
        try:
            self.source(path, regular.contents(path), write)
        except OSError as error:
            self._problem(path, f"cannot read: {error.strerror or error}")

    def source(self, path: str, data: bytes, write: bool = False) -> bytes:
        """Fix one source; return the result.

        Args:
            path: how to name it, and the file to write.
            data: its bytes.
            write: change the file.
        """
        source = files.decode(path, data)
        settings = self.settings.of(path)
        findings, problem = checking.find(source, settings)
        if (problem is None or not problem.failed) and not source.problems:
            analyse = partial(checking.find_in, source=source, settings=settings)
            repaired = repair(source.text, findings, analyse, partial(self._wanted, source, settings))
            if repaired.fixed:
                try:
                    result = edited(source, data, repaired.rounds)
                    if write:
                        writing.replace(path, data, result)
                except (Refused, writing.Changed, OSError) as error:
                    text = error.strerror if isinstance(error, OSError) and error.strerror else error
                    self._problem(path, f"not fixed: {text}")
                else:
                    before, source = source, files.decode(path, result)
                    self.changed.append(Changed(path, before.parts(), source.parts(), repaired.fixed))
                    data, findings = result, list(repaired.findings)
        checking.conclude(self.report, source, findings, problem, settings)
        return data

    def _wanted(self, source: Source, settings: Settings, findings: Sequence[Finding], text: str) -> list[Finding]:
        allowed = ("safe", "unsafe") if self.unsafe else ("safe",)
        if not any(f.fix is not None for f in findings):
            return []
        shown = Report()
        checking.conclude(shown, with_changes(source, text=text), findings, None, settings, offers=False)
        if self.baseline is not None:
            baseline.apply(shown, self.baseline)
        return [f for f in shown.findings if f.fix is not None and f.fix.safety in allowed]

    def _problem(self, path: str, message: str) -> None:
        self.report.problems.append(Problem(path, 0, message))


def diff(changed: Changed) -> Iterator[str]:
    """Yield the lines of a unified diff; of a notebook, one for each cell.

    Args:
        changed: the file.
    """
    for (name, old), (_, new) in zip(changed.before, changed.after, strict=True):
        before, after = (io.StringIO(text).readlines() for text in (old, new))
        shown = harmless(name)
        for line in difflib.unified_diff(before, after, shown, shown):
            yield line.rstrip("\n")
            if not line.endswith("\n") and name == changed.path:  # cells end without
                yield "\\ No newline at end of file"


def summary(changed: Sequence[Changed], verb: str, each: bool = False) -> Iterator[str]:
    """Yield one line on what happened, nothing when nothing did.

    Args:
        changed: the files.
        verb: "fixed" or "would fix".
        each: list the fixes, too: of each file, how often which one.
    """
    if not changed:
        return
    findings = plural(sum(len(one.fixed) for one in changed), "finding")
    yield f"bnlint: {verb} {findings} in {plural(len(changed), 'file')}{':' if each else ''}"
    for one in changed if each else ():
        yield harmless(f"- {one.path}:")
        made = Counter((f.code, f.fix.description) for f in one.fixed if f.fix is not None)
        for (code, description), times in sorted(made.items()):
            yield harmless(f"    {times} \u00d7 {code}: {description}")
