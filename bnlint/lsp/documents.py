"""From an editor's text documents to the one text that is analysed, and back from offsets to the editor's positions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from lsprotocol import types

from bnlint.results.edits import LINE_END, Edit, Lines
from bnlint.sources.notebooks import inside_cell
from bnlint.syntax.notebooks.reading import join
from bnlint.syntax.source import Source

Units = Callable[[str], int]
"""Returns the length of a text as the editor counts: in UTF-16 code units, unless it agreed on another encoding."""


@dataclass(frozen=True)
class Text:
    """A text document as the editor knows it.

    Args:
        uri: its name.
        version: counts its changes; None if the editor does not say.
        text: as it is in the editor, saved or not.
    """

    uri: str
    version: int | None
    text: str


@dataclass(frozen=True)
class Part:
    """A text document inside the analysed text.

    Args:
        origin: the document.
        start: the offset of its first character in the analysed text.
    """

    origin: Text
    start: int

    @cached_property
    def text(self) -> str:
        """Its text with line feeds, as it was analysed."""
        return LINE_END.sub("\n", self.origin.text)

    @cached_property
    def newline(self) -> str:
        """How its first line ends."""
        match = LINE_END.search(self.origin.text)
        return match[0] if match else "\n"

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    def range(self, start: int, end: int, units: Units) -> types.Range:
        """Return the editor's range of two offsets of the analysed text."""
        return types.Range(self._position(start, units), self._position(end, units))

    def _position(self, offset: int, units: Units) -> types.Position:
        offset = min(max(offset - self.start, 0), len(self.text))
        line, column = self._lines.place(offset)
        return types.Position(line - 1, units(self.text[offset - column : offset]))


@dataclass(frozen=True)
class Document:
    """What is analysed as one program: a file, or the cells of a notebook.

    Args:
        source: the text.
        parts: what it consists of, in order.
    """

    source: Source
    parts: Sequence[Part]

    @cached_property
    def lines(self) -> Lines:
        """The lines of the analysed text."""
        return Lines(self.source.text)

    def part_at(self, offset: int) -> Part:
        """Return the part that an offset of the analysed text lies in."""
        return max(
            (part for part in self.parts if part.start <= offset), key=lambda part: part.start, default=self.parts[0]
        )

    def inside(self, edit: Edit) -> tuple[Part, Edit]:
        """Return an edit with the part that it lies in.

        Raises:
            NotInCell: it reaches over a notebook's cell.
        """
        if self.source.notebook is None:
            return self.parts[0], edit
        cell, edit = inside_cell(self.source.notebook, edit)
        return self.part_at(cell.start), edit


def of_text(path: str, text: Text) -> Document:
    """Return a file as a document.

    Args:
        path: how findings name the file.
        text: its text.
    """
    whole = Part(text, 0).text
    analysed = whole.removeprefix("\ufeff")
    return Document(Source(path, analysed), [Part(text, len(analysed) - len(whole))])


def of_cells(path: str, cells: Iterable[Text]) -> Document:
    """Return a notebook as a document.

    Args:
        path: how findings name the file.
        cells: its code cells, in order.
    """
    texts = list(cells)
    joined = join(enumerate((Part(text, 0).text for text in texts), 1), path, "")
    assert joined.notebook is not None
    return Document(joined, [Part(texts[cell.number - 1], cell.start) for cell in joined.notebook.cells])
