"""Writers of what changes at a function's definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import libcst as cst

from bnlint.fixes import changes
from bnlint.fixes.layout import walk
from bnlint.fixes.writer import NotWritable, Text, Writer, function_at, parameters, variables
from bnlint.results.edits import Edit


class AddParameter(Writer[changes.AddParameter]):
    """``def f(x)`` becomes ``def f(x, name=default)``."""

    def nodes(self) -> Iterable[Any]:
        """Return the last parameter."""
        function = function_at(self.change.function)
        taken = any(node.value == self.change.name for node in variables(function))
        written = parameters(function)
        if (
            taken
            or function.params.star_kwarg is not None
            or not written
            or written[-1] in function.params.posonly_params
        ):
            raise NotWritable
        return (written[-1], _last_part(written[-1]))

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield the insertion."""
        last = parameters(function_at(self.change.function))[-1]
        part = _last_part(last)
        end = text.span(part)[1]
        for _ in getattr(part, "rpar", ()):  # libcst counts an expression's own parentheses out
            end = text.source.index(")", end) + 1
        return text.append(text.span(last)[0], end, f"{self.change.name}={self.change.default}")


def _last_part(param: cst.Param) -> Any:
    """Return the last expression of a parameter: libcst's place of one is that of its name."""
    return param.default or (param.annotation.annotation if param.annotation is not None else param.name)


class RenameParameter(Writer[changes.RenameParameter]):
    """``def f(old): use(old)`` becomes ``def f(new): use(new)``."""

    def nodes(self) -> Iterable[Any]:
        """Return the names to be written anew.

        Raises:
            NotWritable: somebody passes the parameter by its name, the new name is taken, or the old one means
                something else inside.
        """
        function = function_at(self.change.function)
        inside = list(walk(function))
        if any(node.value == self.change.new for node in variables(function)):
            raise NotWritable
        for node in inside:
            inner = isinstance(node, (cst.FunctionDef, cst.Lambda)) and node is not function
            if inner and any(param.name.value == self.change.old for param in parameters(node)):
                raise NotWritable
        own = set(map(id, inside))
        for node in walk(self.layout.tree):
            if isinstance(node, cst.Arg) and node.keyword is not None and id(node) not in own:
                if node.keyword.value == self.change.old:
                    raise NotWritable
        return [node for node in variables(function) if node.value == self.change.old]

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield one replacement for each use."""
        return (text.replace(node, self.change.new) for node in self.nodes())
