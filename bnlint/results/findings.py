"""The result of an analysis: findings with resolved positions."""

from __future__ import annotations

from dataclasses import asdict, field
from typing import Any

from bnlint.records import dataclass
from bnlint.results.edits import Fix
from bnlint.results.messages import Message


@dataclass(frozen=True, order=True)
class Related:
    """A place that explains a finding ("model built here", "tape here")."""

    path: str
    line: int
    column: int
    message: str


@dataclass(frozen=True, order=True)
class Place:
    """A piece of code; lines from 1, columns from 0."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    def holds(self, other: Place) -> bool:
        """Whether the other piece of code is a part of this one."""
        starts = (self.line, self.column) <= (other.line, other.column)
        return (
            self.path == other.path
            and starts
            and (other.end_line, other.end_column) <= (self.end_line, self.end_column)
        )


class Habit(str):
    """What places have in common that each write the same value for themselves: only many of them are one mistake."""


@dataclass(frozen=True)
class Note:
    """What an analysis says about itself: a part of the file was not followed, findings there may be missing.

    Args:
        line: 1-based, 0 for the whole file.
        message: on one line.
    """

    line: int
    message: str


@dataclass(frozen=True, order=True)
class Finding:
    """One misuse of BatchNormalization.

    Args:
        path: the file, as it was named to the analysis.
        line: first line, 1-based.
        column: first column, 0-based, in code points (flake8's convention for plugins).
        end_line: last line, 1-based.
        end_column: column after the last character, 0-based.
        code: the rule's code, e.g. ``BNL102``.
        said: what happens at run time, what to do, and why.
        related: the chain of places that the finding rests on.
        fix: the edits that repair it, None when there are none or nobody asked for them.
        cause: what the mistake comes from: where the value was written that is used here, or words that are the same
            for all places of one mistake (a ``Habit`` where the value is written here); None when it is made here.
        places: the findings that this one stands for (see ``results.grouping``); empty when it stands for itself.
        copies: those in copies of its file, which it stands for, too (see ``results.copies``).
    """

    path: str
    line: int
    column: int
    code: str
    said: Message
    end_line: int = 0
    end_column: int = 0
    related: tuple[Related, ...] = field(default=())
    fix: Fix | None = field(default=None, compare=False)
    cause: Place | str | None = field(default=None, compare=False)
    places: tuple[Finding, ...] = field(default=(), compare=False)
    copies: tuple[Finding, ...] = field(default=(), compare=False)

    @property
    def message(self) -> str:
        """What happens at run time and what to do, on one line."""
        return self.said.short

    def to_dict(self) -> dict[str, str | int]:
        """Return the finding as one flat row: strings and integers only.

        Arrow, Spark and BigQuery take it as it is. The keys are part of the public API: none is renamed or removed.
        """
        return {name: getattr(self, name) for name in _FLAT} | {name: getattr(self.said, name) for name in _PARTS}

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain data (lists, strings and integers), with related places and the fix nested."""
        return {
            **self.to_dict(),
            "notes": list(self.said.notes),
            "related": [asdict(place) for place in self.related],
            "fix": None if self.fix is None else {**asdict(self.fix), "edits": [asdict(e) for e in self.fix.edits]},
            "places": [{name: getattr(place, name) for name in _PLACE} for place in self.places],
        }


_FLAT = ("path", "code", "line", "column", "end_line", "end_column", "message")
_PARTS = ("headline", "remedy", "reason")
_PLACE = ("path", "line", "column", "end_line", "end_column")
