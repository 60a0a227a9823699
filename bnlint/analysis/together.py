"""Files that are checked in one run: what one of them says of another is not worked out twice.

A file is read with those that use it, up to six: what they do with its networks decides whether its own code is right.
Most files of a package raise no question, though. If a file reports nothing by itself, and no method in it acts on
models, those that use it can only add findings, and what they add is reported where they are read themselves, as each
of them is in the same run. So it is read with them only where there is something to find.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from bnlint.analysis.aside import Aside, unread_use
from bnlint.project import reach
from bnlint.results.findings import Finding
from bnlint.results.report import Problem
from bnlint.settings import options
from bnlint.settings.loading import Settings
from bnlint.sources import files
from bnlint.syntax.source import Source


class Outcome(NamedTuple):
    """What was found in a source.

    Args:
        findings: all findings.
        problem: what kept it from being analysed, or from being read to its end.
        analysed: it was worth an analysis.
    """

    findings: list[Finding]
    problem: Problem | None
    analysed: bool


Analyse = Callable[[Source, Settings, bool, Aside], Outcome]
"""Analyses one source, with or without its fixes."""


class Together:
    """The files of one run.

    Args:
        paths: all of them.
        settings: what the user set, for all of them and in folders.
        analyse: analyses one.
    """

    def __init__(self, paths: Iterable[str], settings: Settings, analyse: Analyse) -> None:
        self._names = {os.path.abspath(path): path for path in paths}
        self._settings, self._analyse = settings, analyse
        self._read: dict[tuple[str, int, bool], tuple[Outcome, Aside] | None] = {}

    def find(self, source: Source, settings: Settings) -> Outcome:
        """Return all findings in one of the files, with their fixes.

        Args:
            source: its text.
            settings: what the user set for it.
        """
        file = os.path.abspath(source.path)
        if file not in self._names or len(self._names) == 1 or not settings.follow_imports:
            return self._analyse(source, settings, True, Aside())
        first = self._first(file, 0, source)
        if first is None:  # it could not be read for another one's sake: now it tells why
            return self._analyse(source, settings, True, Aside())
        outcome, aside = first
        if aside.users or not outcome.analysed:
            return outcome
        return self._settled(file, outcome, aside) or self._analyse(source, settings, True, Aside())

    def _first(
        self, file: str, dialect: int, source: Source | None = None, worth: bool = False
    ) -> tuple[Outcome, Aside] | None:
        """Read a file of the run as far as it must be read in any case; None if it is none, or cannot be read.

        Args:
            file: its place.
            dialect: of the Keras that it is read for, 0 for its own.
            source: its text, if it is at hand.
            worth: read it, although nothing in it says that anything can be found.
        """
        key = file, dialect, worth
        if key not in self._read:
            try:
                self._read[key] = self._look(source or files.read(self._names[file]), dialect, worth)
            except Exception:  # its own turn comes, and tells
                if source is not None:
                    raise
                self._read[key] = None
        return self._read[key]

    def _look(self, source: Source, dialect: int, worth: bool) -> tuple[Outcome, Aside]:
        aside = Aside(users=False if dialect else None, worth=worth)
        settings = self._settings.of(source.path)
        if dialect:
            settings = replace(settings, keras=options.keras_target(str(dialect)))
        return self._analyse(source, settings, not dialect, aside), aside

    def _settled(self, file: str, outcome: Outcome, aside: Aside) -> Outcome | None:
        """Return what is said of a file where those that use it have nothing to add, None where they may have.

        What is left out of a file, or of those that use it, because it takes too much does not become less by reading
        more, as long as no analysis has come to its very end.
        """
        if not aside.asked:
            return outcome
        from bnlint.project import concerns  # start-up: most runs read few files

        users = concerns.users_of(file)
        if not users and not aside.doubted:
            return outcome
        if outcome.findings or aside.failed or aside.spent:
            return None
        cut: Problem | None = None
        for user in users:
            read = self._as_user(user.file, aside.dialect) if self._are_judged_alike(file, user.file) else None
            if read is None or file in read.elsewhere or read.spent:
                return None
            if read.cut and cut is None:
                cut = Problem(self._names[file], 1, unread_use(user.file, read.cut), failed=False)
        return outcome if outcome.problem is not None or cut is None else outcome._replace(problem=cut)

    def _are_judged_alike(self, *read: str) -> bool:
        """Whether files are in the run and have the same settings, the Keras aside."""
        names = [self._names.get(file) for file in read]
        configs = [replace(self._settings.of(name), keras="auto").config for name in names if name is not None]
        return None not in names and all(config == configs[0] for config in configs)

    def _as_user(self, file: str, dialect: int) -> Aside | None:
        """Return what a file of the run says of those that it uses in a Keras, None where that is not known."""
        read = self._first(file, 0)
        if read is not None and read[1].dialect not in (0, dialect):
            read = self._first(file, dialect)
        if read is not None and not read[0].analysed and reach.meets_bn(file):
            # It only calls what others lay out or do: nobody reads it for its own sake.
            read = self._first(file, dialect, worth=True)
        if read is None or read[0].problem is not None and read[0].problem.failed:
            return None
        return read[1] if read[1].dialect in (0, dialect) else None
