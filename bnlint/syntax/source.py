"""One source: a file's text, and for a notebook the cells that it comes from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A code cell.

    Args:
        number: its position among the notebook's cells of all kinds, from 1.
        start: the offset of its first character in the joined text.
        line: its first line in the joined text, from 1.
        text: its source as it was written, with line feeds.
    """

    number: int
    start: int
    line: int
    text: str

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Notebook:
    """A map from the joined text to cells and to the file.

    Args:
        raw: the file's text, byte order mark and all.
        cells: the cells that are in the joined text, in order.
    """

    raw: str
    cells: tuple[Cell, ...]

    def cell_at(self, offset: int) -> Cell:
        """Return the cell that an offset of the joined text lies in (or the one before it); there has to be code."""
        return self.cells[max(0, bisect_right([cell.start for cell in self.cells], offset) - 1)]

    def place(self, line: int) -> tuple[int, int]:
        """Return the number of the cell and the line in it, from 1, of a line of the joined text, which has code."""
        cell = self.cells[max(0, bisect_right([cell.line for cell in self.cells], line) - 1)]
        return cell.number, min(max(line - cell.line, 0), cell.text.count("\n")) + 1


@dataclass(frozen=True)
class Source:
    """One file's text.

    Args:
        path: as the user named it.
        text: without BOM, with universal newlines; of a notebook the Python cells, joined.
        problems: what is wrong with its bytes, or with cells of a notebook.
        notebook: for a notebook, where the text comes from.
    """

    path: str
    text: str
    problems: tuple[str, ...] = ()
    notebook: Notebook | None = None

    def place(self, line: int) -> tuple[int | None, int]:
        """Return the number of a notebook's cell, None in other files, and the line in it, from 1.

        Args:
            line: in the text, from 1.
        """
        return (None, line) if self.notebook is None else self.notebook.place(line)

    def where(self, line: int, column: int | None = None) -> str:
        """Return a place as people read it: ``train.py:7:1``, ``train.ipynb:cell 3:2:1``.

        Args:
            line: in the text, from 1.
            column: from 0; None to leave it out.
        """
        cell, line = self.place(line)
        parts = [self.path, *([] if cell is None else [f"cell {cell}"]), str(line)]
        return ":".join(parts if column is None else [*parts, str(column + 1)])

    def parts(self) -> Sequence[tuple[str, str]]:
        """Return what is written in the file and how to call it: the text itself, or each cell of a notebook."""
        if self.notebook is None:
            return [(self.path, self.text)]
        return [(f"{self.path}:cell {cell.number}", cell.text) for cell in self.notebook.cells]
