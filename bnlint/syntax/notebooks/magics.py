"""What IPython adds to Python (https://ipython.readthedocs.io/en/stable/interactive/reference.html), taken out again.

Every character stays at its place, so that positions and edits need no translation: a line that is not Python becomes
a name that no program defines, followed by a comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bnlint.syntax import parsing
from bnlint.syntax.notebooks import UNKNOWN

_IN_PLACE = frozenset(
    "capture debug heat memit no_warnings notify prun pyinstrument scalene snakeviz time timeit wandb".split()
)
"""Cell magics that run their cell as Python among the names of the notebook; the others hold another language, or run
elsewhere. The first half is IPython's, the rest comes with packages that people train models under."""

_AUTOMATIC = frozenset(
    "alias autoreload bookmark cat cd conda config cp dirs env history ldir less lf lk ll load_ext ls lsmagic lx man "
    "matplotlib mkdir more mv pip popd pushd pwd reload_ext rm rmdir run tensorflow_version unload_ext who whos".split()
)
"""Line magics and aliases of IPython that people write without the percent sign, which works in a cell of one line."""

_CELL_MAGIC = re.compile(r"[ \t]*%%(?P<name>\w*)")
_STATEMENT_MAGIC = re.compile(
    r"(?P<magic>[ \t]*%(?:memit|prun|time|timeit)[ \t]+(?:-\w+(?:[ \t]+\d+)?[ \t]+)*)(?P<code>\S.*)"
)
_ESCAPED = re.compile(r"(?P<before>[ \t]*)[!%?,;/].*")
_ASSIGNED = re.compile(r"(?P<before>[\w.,*\[\]()'\" \t]*=[ \t]*)[!%].*")
_HELP = re.compile(r"(?P<before>[ \t]*)%{0,2}[\w.*\[\]'\"]+\?\??[ \t]*(?:#.*)?")
_TOKEN = re.compile(
    r"(?P<triple>\"{3}|'{3})|(?P<quote>[\"'])|(?P<comment>#[^\n]*)|(?P<open>[(\[{])|(?P<close>[)\]}])"
    r"|(?P<joined>\\\n)|(?P<end>\n)"
)


class NotPython(Exception):
    """The cell holds no Python that runs among the names of the notebook."""


Parse = Callable[[str], object]
"""Raises ``SyntaxError`` where a text is not in the Python that it is for."""


def as_python(cell: str, parse: Parse = parsing.parse) -> str:
    """Return a cell as Python, of the same length and with the same line ends.

    Args:
        cell: its source, with line feeds.
        parse: what has to accept it.

    Raises:
        NotPython: it is in another language.
        SyntaxError: it does not parse.
        ValueError: it holds a null character.
    """
    text = _without_cell_magics(cell)
    if text is cell:
        try:
            _parse(cell, parse)
        except SyntaxError:
            pass
        else:
            return cell  # no line of IPython's parses as Python
    text = _without_line_magics(text)
    try:
        _parse(text, parse)
    except SyntaxError:
        words = cell.split()
        if len(cell.strip().splitlines()) == 1 and words[0] in _AUTOMATIC:
            raise NotPython(words[0]) from None
        raise
    return text


def _parse(text: str, parse: Parse = parsing.parse) -> None:
    try:
        parse(text)
    except (RecursionError, MemoryError) as error:
        raise SyntaxError(f"nested too deeply ({type(error).__name__})") from error


def _without_cell_magics(cell: str) -> str:
    lines = cell.split("\n")
    changed = False
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        magic = _CELL_MAGIC.match(line)
        if magic is None:
            break
        if magic["name"] not in _IN_PLACE:
            raise NotPython(magic["name"])
        lines[number] = _hidden(line)
        changed = True
    return "\n".join(lines) if changed else cell


def _without_line_magics(text: str) -> str:
    parts: list[str] = []
    position = 0
    while position < len(text):
        end = text.find("\n", position)
        line = text[position : len(text) if end < 0 else end]
        python = _line_as_python(line)
        if python is None:
            end = _end_of_statement(text, position)
            parts.append(text[position:end])
            position = end
            continue
        parts.append(python)
        position += len(line)
        while line.endswith("\\") and position < len(text):  # a magic that goes on
            end = text.find("\n", position + 1)
            line = text[position + 1 : len(text) if end < 0 else end]
            parts.append("\n" + ("#" + line[1:] if line else ""))
            position += 1 + len(line)
        parts.append(text[position : position + 1])
        position += 1
    return "".join(parts)


def _line_as_python(line: str) -> str | None:
    """Return a line that begins a statement as Python, None if it is nothing of IPython's."""
    timed = _STATEMENT_MAGIC.fullmatch(line)
    if timed and _is_statement(timed["code"]):
        indent = timed["magic"][: -len(timed["magic"].lstrip())]
        return f"{indent}{UNKNOWN};".ljust(len(timed["magic"])) + timed["code"]
    for form in (_ESCAPED, _ASSIGNED, _HELP):
        match = form.fullmatch(line)
        if match:
            return match["before"] + _hidden(line[match.end("before") :])
    return None


def _is_statement(code: str) -> bool:
    try:
        _parse(f"{UNKNOWN};{code}")
    except (SyntaxError, ValueError):
        return False
    return True


def _hidden(code: str) -> str:
    return UNKNOWN if len(code) == 1 else f"{UNKNOWN}#{code[2:]}"


def _end_of_statement(text: str, position: int) -> int:
    """Return the offset behind the line end that ends a statement."""
    depth = 0
    while token := _TOKEN.search(text, position):
        position = token.end()
        kind = token.lastgroup
        if kind in ("triple", "quote"):
            position = _end_of_string(text, position, token[0])
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind == "end" and depth <= 0:
            return position
    return len(text)


def _end_of_string(text: str, position: int, quote: str) -> int:
    inside = r"(?:\\.|[^\\])*?" if len(quote) == 3 else r"(?:\\.|[^\\\n])*?"
    match = re.compile(f"{inside}{quote}", re.DOTALL).match(text, position)
    return match.end() if match else position
