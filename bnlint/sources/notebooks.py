"""Places and edits of the joined text, in the file: only the source strings that change are written anew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bnlint.results.edits import Edit, Lines, apply
from bnlint.syntax.notebooks import reading
from bnlint.syntax.source import Cell, Notebook

_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\r\\n|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL
)
"""One code point of the joined text, as JSON writes it."""


class NotInCell(Exception):
    """A place or an edit has no counterpart in the file; the message says why."""


class _Literal(str):
    """A string of the document that knows where it stands.

    Args:
        start: the offset behind the opening quotation mark.
        end: the offset of the closing one.
    """

    __slots__ = ("end", "start")
    start: int
    end: int


class _Decoder(json.JSONDecoder):
    """Reads a document whose string values know their places."""

    def __init__(self) -> None:
        super().__init__()
        self.parse_string = self._string
        # The scanner in C has its own way with strings.
        self.scan_once = json.scanner.py_make_scanner(self)  # type: ignore[attr-defined]

    @staticmethod
    def _string(text: str, begin: int, strict: bool = True) -> tuple[_Literal, int]:
        value, behind = json.decoder.scanstring(text, begin, strict)  # type: ignore[attr-defined]
        literal = _Literal(value)
        literal.start, literal.end = begin, behind - 1
        return literal, behind


def inside_cell(notebook: Notebook, edit: Edit) -> tuple[Cell, Edit]:
    """Return an edit of the joined text with the cell that it lies in.

    What comes behind a cell's last character is an invented line end. An edit that ends with it is the same as one of
    the line end before.

    Raises:
        NotInCell: it reaches over a cell.
    """
    cell = notebook.cell_at(edit.offset)
    if edit.end == cell.end + 1:
        if edit.replacement.endswith("\n"):
            shorter = edit.replacement[:-1]
            edit = Edit(edit.offset, edit.length - 1, shorter) if edit.length else Edit(cell.end, 0, "\n" + shorter)
        elif not edit.replacement and edit.offset > cell.start and cell.text[edit.offset - cell.start - 1] == "\n":
            edit = Edit(edit.offset - 1, edit.length, "")
    if not cell.start <= edit.offset <= edit.end <= cell.end:
        raise NotInCell("the fix reaches over a cell")
    return cell, edit


@dataclass(frozen=True)
class FileMap:
    """Where the joined text of a notebook stands in the file.

    Args:
        notebook: the file and its cells.
        text: the joined text.
    """

    notebook: Notebook
    text: str

    @cached_property
    def _literals(self) -> dict[int, tuple[bool, Sequence[_Literal]]]:
        """By number of the cell: whether its source is a list of lines, and the strings."""
        raw = self.notebook.raw
        bom = len(raw) - len(raw.removeprefix("\ufeff"))
        found: dict[int, tuple[bool, Sequence[_Literal]]] = {}
        try:
            document: Any = _Decoder().decode(raw[bom:])
        except RecursionError as error:
            raise NotInCell("the notebook is nested too deeply") from error
        for number, source in reading.sources(document):
            listed = isinstance(source, list)
            literals: Any = source if listed else [source]
            for literal in literals:
                literal.start += bom
                literal.end += bom
            found[number] = listed, literals
        return found

    @cached_property
    def _characters(self) -> dict[int, Sequence[int]]:
        return {}

    def offset(self, offset: int) -> int:
        """Return the offset in the file of an offset in the joined text.

        Raises:
            NotInCell: there is none.
        """
        cell = self.notebook.cell_at(offset)
        starts = self._starts(cell)
        return starts[min(max(offset - cell.start, 0), len(cell.text))]

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Return the line (from 1) and the column (from 0) in the file of a place in the joined text.

        Raises:
            NotInCell: there is none.
        """
        return self._file_lines.place(self.offset(self._text_lines.offset(line, column)))

    @cached_property
    def _file_lines(self) -> Lines:
        return Lines(self.notebook.raw)

    @cached_property
    def _text_lines(self) -> Lines:
        return Lines(self.text)

    def _starts(self, cell: Cell) -> Sequence[int]:
        """Return the offset in the file of each character of a cell, and of the end of its last string."""
        if cell.number not in self._characters:
            starts: list[int] = []
            _, literals = self._literals[cell.number]
            for literal in literals:
                starts += (
                    match.start() for match in _CHARACTER.finditer(self.notebook.raw, literal.start, literal.end)
                )
            if len(starts) != len(cell.text):
                raise NotInCell(f"the line ends of cell {cell.number} are mixed")
            starts.append(literals[-1].end if literals else 0)
            self._characters[cell.number] = starts
        return self._characters[cell.number]

    def edits(self, edits: Sequence[Edit]) -> Iterator[Edit]:
        """Yield edits of the joined text as edits of the file.

        Raises:
            NotInCell: one of them does not lie in a cell.
        """
        for edit in edits:
            cell, inside = inside_cell(self.notebook, edit)
            start, end = self.offset(inside.offset), self.offset(inside.end)
            if not start:
                raise NotInCell(f"cell {cell.number} is empty")
            yield Edit(start, end - start, self._quoted(inside.replacement, cell))

    def _quoted(self, text: str, cell: Cell) -> str:
        """Return text as it stands in the cell's strings: a string for each line if the others have one."""
        raw = self.notebook.raw
        listed, literals = self._literals[cell.number]
        inside = "".join(raw[literal.start : literal.end] for literal in literals)
        newline = "\r\n" if "\\r\\n" in inside else "\n"
        lines = [
            json.dumps(line.replace("\n", newline), ensure_ascii=raw.isascii())[1:-1]
            for line in (text.splitlines(keepends=True) if "\n" in text else [text])
        ]
        if not listed:
            return "".join(lines)
        if len(literals) > 1:
            between = raw[literals[0].end : literals[1].start]
        else:
            opening = literals[0].start - 1
            between = '",' + raw[raw.rindex("[", 0, opening) + 1 : opening] + '"'
        return between.join([*lines, ""] if text.endswith("\n") else lines)


def edited(data: bytes, rounds: Sequence[Sequence[Edit]]) -> bytes:
    """Make edits of the joined text in the bytes of a notebook.

    Args:
        data: the file's bytes.
        rounds: edits that do not overlap; those of each round count in the text that the round before left.

    Raises:
        NotInCell: they cannot be made.
    """
    encoding = reading.encoding_of(data)
    for edits in rounds:
        before = reading.decode("", data)
        assert before.notebook is not None
        if before.notebook.raw.encode(encoding) != data:
            raise NotInCell(f"the notebook would not stay the same in {encoding}")
        data = apply(before.notebook.raw, FileMap(before.notebook, before.text).edits(edits)).encode(encoding)
        if reading.decode("", data).text != apply(before.text, edits):
            raise NotInCell("the fix cannot be made in the notebook's cells")
    return data
