"""From the bytes of a notebook to one Python text.

Read are the formats 2 to 4 (https://nbformat.readthedocs.io/en/latest/format_description.html) with Python's own JSON
reader. Broken notebooks are common, so only what the analysis needs has to be there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bnlint.syntax import parsing
from bnlint.syntax.notebooks.magics import NotPython, Parse, as_python
from bnlint.syntax.source import Cell, Notebook, Source

_INDENTED = "if True:\n"
"""IPython accepts a cell that is indented as a whole."""
_BETWEEN = "\n\n"
"""What joins cells. An empty line, so that the place behind a cell's last line is not yet in the next one."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(path: str, data: bytes) -> Source:
    """Read a notebook.

    Args:
        path: how to name the file.
        data: its bytes.

    Returns:
        The code of its Python cells as one text. What cannot be read becomes a problem of the source.
    """
    try:
        raw = text_of(data)
        document = json.loads(raw.removeprefix("\ufeff"))
    except RecursionError:
        return Source(path, "", ("cannot read the notebook: it is nested too deeply",))
    except ValueError as error:
        return Source(path, "", (f"cannot read the notebook: {error}",))
    try:
        written = [(number, _joined(source)) for number, source in sources(document)] if _is_python(document) else []
    except Malformed as error:
        return Source(path, "", (f"cannot read the notebook: {error}",))
    return join(written, path, raw)


def join(written: Iterable[tuple[int, str]], path: str, raw: str) -> Source:
    """Return the Python in cells as one text.

    Args:
        written: the number and the source of each code cell, with line feeds.
        path: how to name the file.
        raw: the file's text.
    """
    given = list(written)
    source = _join(given, path, raw, parsing.parse_python_3)
    if not source.problems:
        return source
    as_2 = _join(given, path, raw, parsing.parse)
    try:
        parsing.parse(as_2.text)
    except parsing.UNPARSABLE:
        return source  # cells of both Pythons
    return as_2


def _join(written: Iterable[tuple[int, str]], path: str, raw: str, parse: Parse) -> Source:
    cells: list[Cell] = []
    parts: list[str] = []
    problems: list[str] = []
    offset, line = 0, 1
    for number, text in written:
        try:
            prefix, python = _as_python(text, parse)
        except NotPython:
            continue
        except (SyntaxError, ValueError) as error:
            at = f":{error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
            reason = error.msg if isinstance(error, SyntaxError) else error
            problems.append(f"cell {number}{at}: cannot parse: {reason}")
            continue
        cells.append(Cell(number, offset + len(prefix), line + prefix.count("\n"), text))
        parts += (prefix, python, _BETWEEN)
        offset += len(prefix) + len(python) + len(_BETWEEN)
        line += (prefix + python + _BETWEEN).count("\n")
    return Source(path, "".join(parts), tuple(problems), Notebook(raw, tuple(cells)))


def encoding_of(data: bytes) -> str:
    """Return the codec of a JSON file, by its first bytes."""
    return json.detect_encoding(data).removesuffix("-sig")


def text_of(data: bytes) -> str:
    """Decode a JSON file; line ends and a byte order mark stay.

    Raises:
        UnicodeError: the bytes are not what the first ones promise.
    """
    return data.decode(encoding_of(data))


def looks_like_json(data: bytes) -> bool:
    """Whether a file named like a notebook is one. Editors send its code under that name."""
    start = data[:200].decode(encoding_of(data), "replace").lstrip("\ufeff \t\r\n")
    return not start or start[0] == "{"


class Malformed(Exception):
    """The JSON is no notebook; the message says why."""


def sources(document: Any) -> Iterator[tuple[int, str | list[str]]]:
    """Yield the number (from 1, cells of all kinds counted) and the source of each code cell.

    Args:
        document: the notebook as plain data.

    Raises:
        Malformed: what has to be there is not.
    """
    for number, cell in enumerate(_cells(document), 1):
        if not isinstance(cell, dict):
            raise Malformed(f"cell {number} is not an object")
        if cell.get("cell_type") != "code" or _language(cell) not in ("", "python"):
            continue
        source = cell.get("source", cell.get("input"))  # named "input" before format 4
        if isinstance(source, list) and all(isinstance(piece, str) for piece in source) or isinstance(source, str):
            yield number, source
        else:
            raise Malformed(f"cell {number} has no source")


def _cells(document: Any) -> list[Any]:
    if not isinstance(document, dict):
        raise Malformed("it is not an object")
    cells = document.get("cells")
    if cells is None and isinstance(document.get("worksheets"), list):  # before format 4
        sheets = document["worksheets"]
        lists = [sheet.get("cells") if isinstance(sheet, dict) else None for sheet in sheets]
        if all(isinstance(each, list) for each in lists):
            return [cell for each in lists if each is not None for cell in each]
    if not isinstance(cells, list):
        raise Malformed("it has no list of cells")
    return cells


def _language(cell: dict[str, Any]) -> str:
    """Return the language of a cell, "" if it says nothing: in format 3 and in VS Code cells may differ."""
    metadata = cell.get("metadata")
    vscode = metadata.get("vscode") if isinstance(metadata, dict) else None
    language = vscode.get("languageId") if isinstance(vscode, dict) else cell.get("language")
    return language.lower() if isinstance(language, str) else ""


def _is_python(document: Any) -> bool:
    """Whether the kernel runs Python, or nothing says that it does not."""
    metadata = document.get("metadata") if isinstance(document, dict) else None
    if not isinstance(metadata, dict):
        return True
    said = [
        part.get(key)
        for part, key in ((metadata.get("language_info"), "name"), (metadata.get("kernelspec"), "language"))
        if isinstance(part, dict)
    ]
    languages = [language.lower() for language in said if isinstance(language, str) and language]
    return all(language.startswith(("python", "ipython")) for language in languages)


def _joined(source: str | list[str]) -> str:
    text = source if isinstance(source, str) else "".join(source)
    return _LONE_SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _as_python(cell: str, parse: Parse) -> tuple[str, str]:
    """Return what has to stand before a cell, and the cell as Python of the same length."""
    try:
        return "", as_python(cell, parse)
    except IndentationError as error:
        if not cell.lstrip("\n")[:1].isspace():
            raise
        try:
            return _INDENTED, as_python(_INDENTED + cell, parse)[len(_INDENTED) :]
        except SyntaxError:
            raise error from None
