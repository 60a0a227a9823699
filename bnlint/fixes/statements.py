"""Writers of what changes at whole statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import libcst as cst

from bnlint.fixes import changes
from bnlint.fixes.layout import walk
from bnlint.fixes.writer import NotWritable, Text, Writer
from bnlint.interpreter.domain.values import External
from bnlint.results.edits import LINE_END, Edit


class RunUpdates(Writer[changes.RunUpdates]):
    """``train_op = ...`` goes under ``with tf.control_dependencies(...):``, behind the loss that builds the network."""

    def nodes(self) -> Iterable[Any]:
        """Return the first part of the statement, and the loss that goes before it."""
        loss = self._loss()
        return (self._statement().body[0], *(() if loss is None else (loss,)))

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield the insertion of the head and of the indentation; the following lines stand in brackets anyway."""
        start = text.span(self._statement().body[0])[0]
        indent = text.indent_if_first(start)
        if indent is None:
            raise NotWritable
        tf = self._tensorflow(text.source)
        head = f"with {tf}.control_dependencies({tf}.get_collection({tf}.GraphKeys.UPDATE_OPS)):"
        loss = self._loss()
        if loss is not None:
            first, last = text.span(loss)
            code = text.source[first:last]
            head = f"{_LOSS} = {f'({code})' if LINE_END.search(code) else code}\n{indent}{head}"
            yield text.replace(loss, _LOSS)
        yield Edit(start, 0, f"{head}\n{indent}{self.layout.tree.default_indent}")

    def _loss(self) -> Any:
        """Return the argument of the operation that builds the network.

        Raises:
            NotWritable: it is not the loss of an operation on its own line, or the name for it is taken.
        """
        built, operation = self.change.built, self.change.operation.node
        if built is None:
            return None
        around = (built.node, *self.layout.around(built.node))
        inside = next((arg for arg in operation.args if any(each is arg for each in around)), None)
        alone = len(self._statement().body) == 1 and isinstance(self._statement().body[0], (cst.Assign, cst.Expr))
        names = (node for node in walk(self.layout.tree) if isinstance(node, cst.Name) and node.value == _LOSS)
        taken = any(inside is None or name is not inside.keyword for name in names)
        if inside is None or inside.star or taken or not alone or not _is_minimized(inside, operation):
            raise NotWritable
        return inside.value

    def _statement(self) -> cst.SimpleStatementLine:
        for node in self.layout.around(self.change.operation.node):
            if isinstance(node, cst.SimpleStatementLine):
                return node
        raise NotWritable

    def _tensorflow(self, source: str) -> str:
        """Return how the program writes TensorFlow 1's names."""
        names = {value.name: name for name, value in self.layout.names.items() if isinstance(value, External)}
        if "tf1" in names:
            return names["tf1"]
        if "tf" not in names:
            raise NotWritable
        tf = names["tf"]
        return f"{tf}.compat.v1" if f"{tf}.compat.v1." in source else tf


_LOSS = "loss"
"""The name that a loss gets."""


def _is_minimized(arg: cst.Arg, operation: cst.Call) -> bool:
    """Whether an argument is what ``minimize`` is for; nothing before it changes the graph that it is built in."""
    func, first = operation.func, operation.args[0]
    named = arg.keyword is not None and arg.keyword.value == _LOSS
    return isinstance(func, cst.Attribute) and func.attr.value == "minimize" and (arg is first or named)


class ImportFrom(Writer[changes.ImportFrom]):
    """``from old import x`` becomes ``from new import x``."""

    def nodes(self) -> Iterable[Any]:
        """Return the module's name."""
        return (self._module(),)

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield the replacement."""
        start, end = text.span(self._module())
        name = text.source[start:end]
        if self.change.old not in name:
            raise NotWritable
        yield Edit(start, end - start, name.replace(self.change.old, self.change.new))

    def _module(self) -> Any:
        statement = self.change.statement.node
        if isinstance(statement, cst.ImportAlias):
            statement = next(self.layout.around(statement))
        if not isinstance(statement, cst.ImportFrom) or statement.module is None or statement.relative:
            raise NotWritable
        return statement.module
