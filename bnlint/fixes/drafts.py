"""From what a rule proposes to a fix: all changes written, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from bnlint.events import Site
from bnlint.fixes import calls, changes, functions, statements
from bnlint.fixes.edits import Fix
from bnlint.fixes.writer import NotWritable, Text, Writer
from bnlint.interpreter.positions import Place
from bnlint.interpreter.program import Module

WRITERS: dict[type, type[Writer[Any]]] = {
    changes.PassArgument: calls.PassArgument,
    changes.SetNumber: calls.SetNumber,
    changes.DropArgument: calls.DropArgument,
    changes.RenameArgument: calls.RenameArgument,
    changes.CallObject: calls.CallObject,
    changes.AddParameter: functions.AddParameter,
    changes.RenameParameter: functions.RenameParameter,
    changes.RunUpdates: statements.RunUpdates,
    changes.ImportFrom: statements.ImportFrom,
}


class Draft:
    """The fix of one report before places are known.

    Args:
        remedy: what the rule proposes.
        module: the report's module.
    """

    def __init__(self, remedy: changes.Remedy, module: Module) -> None:
        self._remedy = remedy
        self._module = module
        self._failed: Exception | None = None
        self._writers = [WRITERS[type(change)](change, module) for change in remedy.changes]

    def nodes(self) -> list[Any]:
        """Return the nodes whose places are needed; none when there will be no fix."""
        try:
            if any(site.path != self._module.path for change in self._remedy.changes for site in _sites(change)):
                raise NotWritable
            return [node for writer in self._writers for node in writer.nodes()]
        except Exception as error:
            self._failed = error
            return []

    def fix(self, text: Text) -> Fix | None:
        """Return the fix, None when some change cannot be written.

        Args:
            text: the analysed text with the places of the nodes.

        Raises:
            Exception: a writer failed.
        """
        try:
            if self._failed is not None:
                raise self._failed
            edits = sorted({edit for writer in self._writers for edit in writer.edits(text)})
        except NotWritable:
            return None
        if not edits or any(first.overlaps(second) for first, second in pairwise(edits)):
            return None
        return Fix(tuple(edits), self._remedy.safety, self._remedy.description)


Key = tuple[str, int]
"""A report's code, and the ``id`` of its node."""


class Drafts:
    """The fixes of a module's reports before places are known.

    Args:
        remedies: what the rules propose.
        module: the module.
    """

    def __init__(self, remedies: Mapping[Key, changes.Remedy], module: Module) -> None:
        self._drafts = {key: Draft(remedy, module) for key, remedy in remedies.items()}

    def nodes(self) -> list[Any]:
        """Return the nodes whose places are needed."""
        return [node for draft in self._drafts.values() for node in draft.nodes()]

    def fixes(self, source: str, places: Mapping[int, Place]) -> Iterator[tuple[Key, Fix | Exception | None]]:
        """Yield each fix; None where it cannot be written, an exception where a writer failed.

        Args:
            source: the analysed text.
            places: where the nodes are, by ``id``.
        """
        text = Text(source, places)
        for key, draft in self._drafts.items():
            try:
                yield key, draft.fix(text)
            except Exception as error:
                yield key, error


def _sites(change: changes.Change) -> Iterator[Site]:
    return (value for value in vars(change).values() if isinstance(value, Site))
