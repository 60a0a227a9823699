"""Writers of what changes at whole statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import libcst as cst

from bnlint.fixes import changes
from bnlint.fixes.writer import NotWritable, Text, Writer
from bnlint.interpreter.domain.values import External
from bnlint.results.edits import Edit


class RunUpdates(Writer[changes.RunUpdates]):
    """``train_op = ...`` goes under ``with tf.control_dependencies(...):``."""

    def nodes(self) -> Iterable[Any]:
        """Return the first part of the statement."""
        return (self._statement().body[0],)

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield the insertion of the head and of the indentation; the following lines stand in brackets anyway."""
        start = text.span(self._statement().body[0])[0]
        indent = text.indent_if_first(start)
        if indent is None:
            raise NotWritable
        tf = self._tensorflow(text.source)
        head = f"with {tf}.control_dependencies({tf}.get_collection({tf}.GraphKeys.UPDATE_OPS)):"
        yield Edit(start, 0, f"{head}\n{indent}{self.layout.tree.default_indent}")

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
