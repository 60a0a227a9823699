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

    def fix(self, source: str, places: Mapping[int, Place]) -> Fix | None:
        """Return the fix, None when some change cannot be written.

        Args:
            source: the analysed text.
            places: where the nodes are, by ``id``.
        """
        text = Text(source, places)
        try:
            if self._failed is not None:
                raise self._failed
            edits = sorted({edit for writer in self._writers for edit in writer.edits(text)})
        except NotWritable:
            return None
        if not edits or any(first.overlaps(second) for first, second in pairwise(edits)):
            return None
        return Fix(tuple(edits), self._remedy.safety, self._remedy.description)


def _sites(change: changes.Change) -> Iterator[Site]:
    return (value for value in vars(change).values() if isinstance(value, Site))
