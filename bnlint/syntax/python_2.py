"""Programs in Python 2, as far as they differ from Python 3: read by its grammar and written anew for the parser.

Papers' code of 2016 to 2019 is often Python 2. What is written anew stays on its line, and columns are those of the
program as it is, so that findings, comments and editors speak of the same places.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from bnlint.patterns import pattern
from bnlint.syntax.recent import Recent

STATEMENTS = pattern(
    r"^[ \t]*(?:print[ \t]*[\"']"
    r"|print[ \t]+(?!(?:if|in|is|and|or|not|for|else)\b)[A-Za-z_\d]"
    r"|except[ \t]+[^:#\n]*,[ \t]*\w+[ \t]*:"
    r"|raise[ \t]+[\w.]+[ \t]*,)",
    re.MULTILINE,
)
"""Statements that are none in Python 3, at the beginning of a line of code."""


class Edit(NamedTuple):
    """A piece of a line that is written anew.

    Args:
        line: from 1.
        column: from 0, in characters.
        length: how many characters it replaces.
        text: by what.
    """

    line: int
    column: int
    length: int
    text: str


class Rewritten(NamedTuple):
    """A program as Python 3.

    Args:
        text: with as many lines.
        edits: what differs, in order.
    """

    text: str
    edits: tuple[Edit, ...]


_REWRITTEN: Recent[tuple[Rewritten, ...]] = Recent(2_000_000)
"""By text: none for what is no Python, which whoever asks about a project's files parses again and again."""


def as_python_3(text: str) -> Rewritten | None:
    """Return a program of Python 2 as one of Python 3, None where it is not even Python 2.

    Args:
        text: that does not parse as Python 3.
    """
    kept = _REWRITTEN.get(text)
    if kept is None:
        made = _rewritten(text)
        kept = () if made is None else (made,)
        _REWRITTEN.keep(text, kept)
    return kept[0] if kept else None


def put_back(tree: ast.AST, text: str, rewritten: Rewritten) -> None:
    """Give the nodes of a tree the columns of the program that was written anew.

    Args:
        tree: of the rewritten text; changed in place.
        text: the program as it is.
        rewritten: what was made of it.
    """
    before, after = text.split("\n"), rewritten.text.split("\n")
    edits: dict[int, list[Edit]] = {}
    for edit in rewritten.edits:
        edits.setdefault(edit.line, []).append(edit)
    lines = {number: _Columns(before[number - 1], after[number - 1], found) for number, found in edits.items()}
    for node in ast.walk(tree):
        if not isinstance(node, (ast.expr, ast.stmt, ast.excepthandler, ast.arg, ast.keyword, ast.alias)):
            continue
        if node.lineno in lines:
            node.col_offset = lines[node.lineno].before(node.col_offset)
        if node.end_lineno in lines and node.end_col_offset is not None:
            node.end_col_offset = lines[node.end_lineno].before(node.end_col_offset)


class _Columns:
    """The way back from the columns of a line that was written anew; both count bytes, as ``ast`` does.

    Args:
        before: the line as it is.
        after: the line that was parsed.
        edits: what differs, in order.
    """

    def __init__(self, before: str, after: str, edits: list[Edit]) -> None:
        self._before, self._after = before, after
        grown = [0, *accumulate(len(edit.text) - edit.length for edit in edits)]
        self._shifts = grown
        self._starts = [edit.column + grown[number] for number, edit in enumerate(edits)]
        self._edits = edits

    def before(self, column: int) -> int:
        """Return the column in the line as it is."""
        at = len(self._after.encode()[:column].decode(errors="ignore"))
        number = bisect_right(self._starts, at)
        there = at - self._shifts[number]
        if number:  # within or just behind what was written anew
            last = self._edits[number - 1]
            there = max(there, last.column) if at - self._starts[number - 1] >= len(last.text) else last.column
        return len(self._before[: max(there, 0)].encode())


# -- reading -----------------------------------------------------------------------------------------------------------


@cache
def _grammar() -> Any:
    """Return the grammar of Python 2, made from its text: a copy kept on disk would be written outside the project."""
    import fissix  # start-up: few projects are in Python 2
    from fissix.pgen2 import pgen  # start-up: as said above

    return pgen.generate_grammar(str(Path(fissix.__file__).with_name("Grammar.txt")))


def _rewritten(text: str) -> Rewritten | None:
    import fissix.pytree  # start-up: as said above
    from fissix.pgen2 import driver, parse, tokenize  # start-up: as said above

    reader = driver.Driver(_grammar(), convert=fissix.pytree.convert)
    try:
        root = reader.parse_string(text if text.endswith("\n") else f"{text}\n")
    except (parse.ParseError, tokenize.TokenError, SyntaxError, ValueError, RecursionError):
        return None
    lines = text.split("\n")
    edits = sorted({*_tabs(root, lines), *_changes(root)})
    for edit in reversed(edits):
        line = lines[edit.line - 1]
        lines[edit.line - 1] = line[: edit.column] + edit.text + line[edit.column + edit.length :]
    return Rewritten("\n".join(lines), tuple(edits))


def _tabs(root: Any, lines: list[str]) -> Iterator[Edit]:
    """Yield blanks for the tabs that lines begin with: Python 2 takes them up to eight columns, beside blanks too."""
    for leaf in root.leaves():
        if leaf.lineno > len(lines) or not leaf.value.strip():
            continue
        margin = lines[leaf.lineno - 1][: leaf.column]
        if "\t" in margin and not margin.strip():
            yield Edit(leaf.lineno, 0, len(margin), " " * len(margin.expandtabs(8)))


def _changes(root: Any) -> Iterator[Edit]:
    """Yield what is written otherwise in Python 3."""
    names = _grammar().number2symbol
    for node in root.pre_order():
        if node.children:
            change = _BY_NODE.get(names[node.type])
            if change is not None:
                yield from change(node)
        else:
            yield from _of_leaf(node)


Change = Callable[[Any], Iterable[Edit]]


def _printed(node: Any) -> Iterator[Edit]:
    """``print a, b``; ``print >>stream, a`` is Python 3, too, though it means nothing there."""
    word, *given = node.children
    if given and not given[0].children and given[0].value == ">>":
        return
    if len(given) == 1 and str(given[0]).lstrip().startswith("(") and str(given[0]).rstrip().endswith(")"):
        return
    if given:
        yield from _called(word, given)


def _executed(node: Any) -> Iterator[Edit]:
    """``exec code in names``."""
    word, *given = node.children
    yield from _called(word, given)


def _called(word: Any, given: list[Any]) -> Iterator[Edit]:
    """Yield the parentheses around what stands behind a word, the first in the place of a blank if there is one."""
    end = word.column + len(word.value)
    yield Edit(word.lineno, end, int(_first(given[0]).prefix.startswith((" ", "\t"))), "(")
    yield _inserted(given[-1], ")")


def _raised(node: Any) -> Iterator[Edit]:
    """``raise Kind, value, traceback``."""
    parts = node.children
    if len(parts) > 3 and parts[2].children == [] and parts[2].value == ",":
        yield Edit(parts[2].lineno, parts[2].column, 1, "(")
        yield _inserted(parts[-1], ")")


def _caught(node: Any) -> Iterator[Edit]:
    """``except Kind, error:``."""
    if len(node.children) == 4 and str(node.children[2]).strip() == ",":
        comma = node.children[2]
        yield Edit(comma.lineno, comma.column, 1, " as ")


def _quoted(node: Any) -> Iterator[Edit]:
    """Backquotes, which are ``repr``."""
    first, last = node.children[0], node.children[-1]
    if not first.children and first.value == "`":
        yield Edit(first.lineno, first.column, 1, "repr(")
        yield Edit(last.lineno, last.column, 1, ")")


def _unpacked(node: Any) -> Iterator[Edit]:
    """``lambda (key, value): ...``: a name of no meaning, so that nothing is known of what is in the tuple."""
    first, last = _first(node), _last(node)
    if first.value == "(" and first.lineno == last.lineno:
        length = last.column + 1 - first.column
        yield Edit(first.lineno, first.column, length, f"_{first.column}_".ljust(length, "_"))


_BY_NODE: dict[str, Change] = {
    "print_stmt": _printed,
    "exec_stmt": _executed,
    "raise_stmt": _raised,
    "except_clause": _caught,
    "atom": _quoted,
    "tfpdef": _unpacked,
    "vfpdef": _unpacked,
}


def _of_leaf(leaf: Any) -> Iterator[Edit]:
    """Yield what a number, a text or an operator is in Python 3."""
    value: str = leaf.value
    if value == "<>":
        yield Edit(leaf.lineno, leaf.column, 2, "!=")
    elif value[:1].isdigit():
        if value[-1] in "lL":
            yield Edit(leaf.lineno, leaf.column + len(value) - 1, 1, "")
        if value[0] == "0" and value.rstrip("lL").isdigit() and value.strip("0lL"):
            yield Edit(leaf.lineno, leaf.column, 1, "0o")
    elif value[:2].lower() == "ur" and value[2:3] in ("'", '"'):
        yield Edit(leaf.lineno, leaf.column, 1, "")


def _first(node: Any) -> Any:
    return next(node.leaves()) if node.children else node


def _last(node: Any) -> Any:
    return list(node.leaves())[-1] if node.children else node


def _inserted(node: Any, text: str) -> Edit:
    """Return a text behind a node."""
    leaf = _last(node)
    lines = leaf.value.split("\n")
    column = len(lines[-1]) + (leaf.column if len(lines) == 1 else 0)
    return Edit(leaf.lineno + len(lines) - 1, column, 0, text)
