"""From what a rule proposes to a fix: all changes written, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from bnlint.events import Site
from bnlint.fixes import calls, changes, functions, statements
from bnlint.fixes.layout import Layout
from bnlint.fixes.positions import resolve_positions
from bnlint.fixes.writer import NotWritable, Text, Writer
from bnlint.results.edits import Fix

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


Key = tuple[str, int]
"""A report's code, and the ``id`` of its node."""


class Draft:
    """The fix of one report before places are known.

    Args:
        remedy: what the rule proposes.
        layout: the report's module.
    """

    def __init__(self, remedy: changes.Remedy, layout: Layout) -> None:
        self._remedy = remedy
        self._layout = layout
        self._failed: Exception | None = None
        self._writers: list[Writer[Any]] = []

    def nodes(self) -> list[Any]:
        """Return the nodes whose places are needed; none when there will be no fix."""
        try:
            for change in self._remedy.changes:
                self._writers.append(WRITERS[type(change)](_as_written(change, self._layout), self._layout))
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
        if any(first.overlaps(second) for first, second in pairwise(edits)):
            return None  # two calls ask for different changes of one place
        return Fix(tuple(edits), self._remedy.safety, self._remedy.description)


def write(remedies: Mapping[Key, changes.Remedy], layout: Layout) -> Iterator[tuple[Key, Fix | Exception | None]]:
    """Yield the fix of each report; None where it cannot be written, an exception where a writer failed.

    Args:
        remedies: what the rules propose.
        layout: the reports' module.
    """
    drafts = {key: Draft(remedy, layout) for key, remedy in remedies.items()}
    nodes = [node for draft in drafts.values() for node in draft.nodes()]
    text = Text(layout.source, resolve_positions(layout.tree, layout.source, layout.stdlib, nodes))
    for key, draft in drafts.items():
        try:
            yield key, draft.fix(text)
        except Exception as error:
            yield key, error


def _as_written(change: Any, layout: Layout) -> Any:
    """Return a change with the nodes of libcst's own tree in place of those that the interpreter read.

    Raises:
        NotWritable: something to be changed stands in another module, or has no counterpart.
    """
    moved: dict[str, Site] = {}
    for name, site in vars(change).items():
        if isinstance(site, Site):
            if site.path != layout.path or id(site.node) not in layout.twins:
                raise NotWritable
            moved[name] = replace(site, node=layout.twins[id(site.node)])
    return replace(change, **moved)
