"""Changes as text edits: where exactly each argument stands, and how to leave everything around it as it is."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Generic, TypeVar

import libcst as cst

from bnlint.events import Site
from bnlint.fixes import changes
from bnlint.fixes.edits import Edit, Fix, Lines
from bnlint.interpreter.positions import Place

_COMMA = re.compile(r"\s*,[ \t]*")

_REST_OF_LINE = re.compile(r"[ \t]*(#[^\r\n]*)?(?=[\r\n]|\Z)")

AnyChange = TypeVar("AnyChange", bound=changes.Change)


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
        """Return the offsets of a node's first character and of the one behind its last.

        Raises:
            NotWritable: the node has no known place.
        """
        place = self._places.get(id(node))
        if place is None:
            raise NotWritable
        return self._lines.offset(*place[:2]), self._lines.offset(*place[2:])

    def indent_if_first(self, offset: int) -> str | None:
        """Return what stands before an offset in its line, None when that is more than white space."""
        line, column = self._lines.place(offset)
        before = self.source[offset - column : offset]
        return before if line > 1 and not before.strip() else None

    def line_end(self, offset: int) -> int | None:
        """Return the offset of the end of the line, None when there is code before it; a comment is none."""
        rest = _REST_OF_LINE.match(self.source, offset)
        return None if rest is None else rest.end()


class Writer(ABC, Generic[AnyChange]):
    """Writes one change.

    Args:
        change: the change; its sites lie in the module at hand.
    """

    def __init__(self, change: AnyChange) -> None:
        self.change = change

    @abstractmethod
    def nodes(self) -> Iterable[Any]:
        """Return the nodes whose places are needed.

        Raises:
            NotWritable: the program is not written in a way that this change can deal with.
        """

    @abstractmethod
    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield the edits.

        Raises:
            NotWritable: as above.
        """


class _PassArgument(Writer[changes.PassArgument]):
    def nodes(self) -> Iterable[Any]:
        call = _call(self.change.call)
        written = self._written(call)
        return (written.value,) if written is not None else (call, *call.args)

    def edits(self, text: Text) -> Iterator[Edit]:
        call = _call(self.change.call)
        argument = f"{self.change.name}={self.change.value}"
        written = self._written(call)
        if written is not None:
            start, end = text.span(written.value)
            yield Edit(start, end - start, self.change.value if written.keyword is not None else argument)
            return
        if not call.args:
            yield Edit(text.span(call)[1] - 1, 0, argument)
            return
        last = call.args[-1]
        if len(call.args) == 1 and isinstance(last.value, cst.GeneratorExp) and not last.value.lpar:
            raise NotWritable
        start, end = text.span(last)
        indent = text.indent_if_first(start)
        comma = _COMMA.match(text.source, end)
        line_end = text.line_end(comma.end() if comma is not None else end)
        if indent is None or line_end is None:
            yield Edit(end, 0, f", {argument}")
            return
        if comma is None:
            yield Edit(end, 0, ",")
        yield Edit(line_end, 0, f"\n{indent}{argument}{',' if comma is not None else ''}")

    def _written(self, call: cst.Call) -> cst.Arg | None:
        """Return the argument whose value is to be replaced, None if it is not written at this call."""
        wanted = self.change.instead_of
        for index, arg in enumerate(call.args):
            if wanted is not None and arg is wanted.node or _name(arg) == self.change.name:
                _refuse_positional_after(call, index if arg.keyword is None else len(call.args))
                return arg
        if wanted is not None or any(arg.star == "**" for arg in call.args):
            raise NotWritable  # it comes from a dict of options, or may do
        return None


class _DropArgument(Writer[changes.DropArgument]):
    def nodes(self) -> Iterable[Any]:
        call = _call(self.change.call)
        return call.args[max(_index(call, self.change.argument) - 1, 0) :]

    def edits(self, text: Text) -> Iterator[Edit]:
        call = _call(self.change.call)
        index = _index(call, self.change.argument)
        _refuse_positional_after(call, index)
        start, end = text.span(call.args[index])
        if isinstance(call.args[index].comma, cst.Comma):
            comma = _COMMA.match(text.source, end)
            if comma is None:
                raise NotWritable
            end = comma.end()
        elif index:
            before = text.span(call.args[index - 1])[1]
            if "#" not in text.source[before:start]:
                start = before
        yield _cut(text, start, end)


class _RenameArgument(Writer[changes.RenameArgument]):
    def nodes(self) -> Iterable[Any]:
        call = _call(self.change.call)
        index = _index(call, self.change.argument)
        if any(_name(other) == self.change.name or other.star for other in call.args):
            raise NotWritable
        arg = call.args[index]
        if arg.keyword is None:
            _refuse_positional_after(call, index)
        return (arg.keyword or arg,)

    def edits(self, text: Text) -> Iterator[Edit]:
        call = _call(self.change.call)
        arg = call.args[_index(call, self.change.argument)]
        if arg.keyword is not None:
            start, end = text.span(arg.keyword)
            yield Edit(start, end - start, self.change.name)
        else:
            yield Edit(text.span(arg)[0], 0, f"{self.change.name}=")


_WRITERS: dict[type, type[Writer[Any]]] = {
    changes.PassArgument: _PassArgument,
    changes.DropArgument: _DropArgument,
    changes.RenameArgument: _RenameArgument,
}


class Draft:
    """The fix of one report before places are known.

    Args:
        remedy: what the rule proposes.
        path: the report's file.
    """

    def __init__(self, remedy: changes.Remedy, path: str) -> None:
        self._remedy = remedy
        self._path = path
        self._failed: Exception | None = None
        self._writers = [_WRITERS[type(change)](change) for change in remedy.changes]

    def nodes(self) -> list[Any]:
        """Return the nodes whose places are needed; none when there will be no fix."""
        try:
            if any(site.path != self._path for change in self._remedy.changes for site in _sites(change)):
                raise NotWritable
            return [node for writer in self._writers for node in writer.nodes()]
        except Exception as error:
            self._failed = error
            return []

    def fix(self, source: str, places: Mapping[int, Place]) -> Fix | None:
        """Return the fix, None when some change cannot be written.

        Args:
            source: the analysed text.
            places: where the nodes are, by ``id``.
        """
        text = Text(source, places)
        try:
            if self._failed is not None:
                raise self._failed
            edits = sorted({edit for writer in self._writers for edit in writer.edits(text)})
        except NotWritable:
            return None
        if not edits or any(first.overlaps(second) for first, second in pairwise(edits)):
            return None
        return Fix(tuple(edits), self._remedy.safety, self._remedy.description)


def _sites(change: changes.Change) -> Iterator[Site]:
    return (value for value in vars(change).values() if isinstance(value, Site))


def _call(site: Site) -> cst.Call:
    if not isinstance(site.node, cst.Call):
        raise NotWritable
    return site.node


def _index(call: cst.Call, argument: Site) -> int:
    """Return which argument of the call it is; one that is written elsewhere (in a dict of options) is none."""
    for index, arg in enumerate(call.args):
        if arg is argument.node:
            return index
    raise NotWritable


def _refuse_positional_after(call: cst.Call, index: int) -> None:
    """Arguments by position may not follow one by keyword, and must not move to another position."""
    if any(arg.keyword is None and arg.star != "**" for arg in call.args[index + 1 :]):
        raise NotWritable


def _name(arg: cst.Arg) -> str | None:
    return arg.keyword.value if arg.keyword is not None else None


def _cut(text: Text, start: int, end: int) -> Edit:
    """Return the removal of a part, together with its line if nothing else stands there."""
    indent = text.indent_if_first(start)
    if indent is not None and text.source[end : end + 1] == "\n":
        start, end = start - len(indent), end + 1
    return Edit(start, end - start, "")
