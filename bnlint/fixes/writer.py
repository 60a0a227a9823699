"""What writing a change takes: the text with the places of nodes, and looking around in the syntax tree."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

import libcst as cst

from bnlint.events import Site
from bnlint.fixes.changes import Change
from bnlint.fixes.layout import Layout, walk
from bnlint.results.edits import LINE_END, Edit, Lines
from bnlint.syntax.positions import Place

AnyChange = TypeVar("AnyChange", bound=Change)

_COMMA = re.compile(r"\s*,[ \t]*")
_REST_OF_LINE = re.compile(r"[ \t]*(#[^\r\n]*)?(?=[\r\n]|\Z)")


class NotWritable(Exception):
    """A change cannot be written as an edit of the text."""


class Text:
    """The analysed text and the places of the nodes that a writer asked for.

    Args:
        source: the text.
        places: lines and columns of nodes, by ``id``.
    """

    def __init__(self, source: str, places: Mapping[int, Place]) -> None:
        self.source = source
        self._lines = Lines(source)
        self._places = places

    def span(self, node: Any) -> tuple[int, int]:
        """Return the offsets of a node's first character and of the one behind its last."""
        place = self._places[id(node)]
        return self._lines.offset(*place[:2]), self._lines.offset(*place[2:])

    def replace(self, node: Any, code: str) -> Edit:
        """Return the edit that puts code in place of a node."""
        start, end = self.span(node)
        return Edit(start, end - start, code)

    def indent_if_first(self, offset: int) -> str | None:
        """Return what stands before an offset in its line, None when that is more than white space."""
        line, column = self._lines.place(offset)
        before = self.source[offset - column : offset]
        return before if line > 1 and not before.strip() else None

    def behind_comma(self, offset: int) -> int | None:
        """Return the offset behind the comma, and the blanks after it, that follows an element; None without one."""
        comma = _COMMA.match(self.source, offset)
        return None if comma is None else comma.end()

    def append(self, start: int, end: int, code: str) -> Iterator[Edit]:
        """Yield the edits that add an element to a list, on a line of its own if the last one has one.

        Args:
            start: where the last element begins.
            end: where it ends.
            code: the new element.
        """
        indent = self.indent_if_first(start)
        comma = self.behind_comma(end)
        rest = _REST_OF_LINE.match(self.source, end if comma is None else comma)
        if indent is None or rest is None:
            yield Edit(end, 0, f", {code}")
            return
        line = f"\n{indent}{code}"
        if comma is not None:
            yield Edit(rest.end(), 0, f"{line},")
        elif rest.end() == end:
            yield Edit(end, 0, f",{line}")
        else:
            yield Edit(end, 0, ",")
            yield Edit(rest.end(), 0, line)

    def cut(self, start: int, end: int) -> Edit:
        """Return the removal of a part, together with its line if nothing else stands there; a comment stays."""
        indent = self.indent_if_first(start)
        if indent is not None:
            while self.source[end : end + 1] in (" ", "\t"):
                end += 1
            line_end = LINE_END.match(self.source, end)
            if line_end is not None:
                start, end = start - len(indent), line_end.end()
        return Edit(start, end - start, "")


class Writer(ABC, Generic[AnyChange]):
    """Writes one change.

    Args:
        change: the change.
        layout: the module that holds all its sites, which are nodes of libcst's own tree.
    """

    def __init__(self, change: AnyChange, layout: Layout) -> None:
        self.change = change
        self.layout = layout

    @abstractmethod
    def nodes(self) -> Iterable[Any]:
        """Return the nodes whose places are needed.

        Raises:
            NotWritable: the program is not written in a way that this change can deal with.
        """

    @abstractmethod
    def edits(self, text: Text) -> Iterable[Edit]:
        """Return the edits.

        Raises:
            NotWritable: as above.
        """


def variables(tree: cst.CSTNode) -> Iterator[cst.Name]:
    """Yield the names that stand for variables: no keywords of calls, no attributes."""
    others: set[int] = set()
    for node in walk(tree):
        if isinstance(node, cst.Arg) and node.keyword is not None:
            others.add(id(node.keyword))
        elif isinstance(node, cst.Attribute):
            others.add(id(node.attr))
        elif isinstance(node, cst.Name) and id(node) not in others:
            yield node


def call_at(node: Any) -> cst.Call:
    """Return a site's node, which has to be a call.

    Raises:
        NotWritable: it is something else.
    """
    if not isinstance(node, cst.Call):
        raise NotWritable
    return node


def function_at(site: Site) -> cst.FunctionDef:
    """Return the function at a site.

    Raises:
        NotWritable: something else is there.
    """
    if not isinstance(site.node, cst.FunctionDef):
        raise NotWritable
    return site.node


def parameters(function: cst.FunctionDef | cst.Lambda) -> list[cst.Param]:
    """Return the parameters, in the order in which they are written, without ``**``."""
    params = function.params
    star = [params.star_arg] if isinstance(params.star_arg, cst.Param) else []
    return [*params.posonly_params, *params.params, *star, *params.kwonly_params]
