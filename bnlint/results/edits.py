"""Text edits: the one form in which fixes travel to files, SARIF, editors and notebooks.

An edit counts in code points of the text that was analysed, because that text is all there is for standard input, an
editor's buffer and the cells of a notebook. Text read from a file has lost its BOM and has a line feed for every line
end (``sources.files.decode``); ``bnlint.fixes.files`` maps edits onto its bytes, ``Lines`` onto lines and columns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal

from bnlint.records import dataclass

Safety = Literal["safe", "unsafe", "shown"]
"""What a fix may change: "safe" never the meaning of a correct program, "unsafe" how the model trains or predicts (only
on demand), "shown" is a proposal with a choice in it, which nothing applies."""

WARNINGS: dict[Safety, str] = {
    "safe": "",
    "unsafe": "changes how the model trains or predicts",
    "shown": "is one of several ways",
}
"""What to know of a fix before it is made, said of it; "" for nothing."""

LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, order=True)
class Edit:
    """A replaced part of a text.

    Args:
        offset: where it begins, in code points from the beginning of the analysed text.
        length: how many code points are replaced; 0 to insert.
        replacement: the new text, with a line feed for each line end.
    """

    offset: int
    length: int
    replacement: str

    @property
    def end(self) -> int:
        """The offset behind the replaced part."""
        return self.offset + self.length

    def overlaps(self, other: Edit) -> bool:
        """Whether the two cannot both be made: they touch the same text, or insert at the same place."""
        if self.offset == other.offset:
            return True
        first, second = (self, other) if self.offset < other.offset else (other, self)
        return first.end > second.offset


@dataclass(frozen=True)
class Fix:
    """What repairs one finding; all its edits lie in the finding's own file.

    Args:
        edits: sorted, not overlapping.
        safety: who may apply it.
        description: what it does, as an imperative without a full stop: "pass training=training".
    """

    edits: tuple[Edit, ...]
    safety: Safety
    description: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with the edits made.

    Args:
        text: the analysed text.
        edits: not overlapping, in any order.
    """
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        parts += (text[at : edit.offset], edit.replacement)
        at = edit.end
    return "".join((*parts, text[at:]))


def moved(offset: int, edits: Iterable[Edit]) -> int:
    """Return where a place of the text lies once the edits are made; an insertion at the place does not move it."""
    return offset + sum(len(edit.replacement) - edit.length for edit in edits if edit.offset < offset)


class Lines:
    """The lines of a text, to turn offsets into lines and columns and back.

    Args:
        text: the text; LF, CR LF and CR end a line, as for Python.
    """

    def __init__(self, text: str) -> None:
        self._starts: Sequence[int] = [0, *(match.end() for match in LINE_END.finditer(text))]

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place; line from 1, column from 0, in code points."""
        return self._starts[line - 1] + column

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line (from 1) and the column (from 0, in code points) of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1]
