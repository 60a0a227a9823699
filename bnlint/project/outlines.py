"""What the statements at the top of a file speak of, bind and import: enough to see which of them belong together."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from bnlint.project import import_graph
from bnlint.project.import_graph import ANY
from bnlint.records import dataclass
from bnlint.syntax import parsing
from bnlint.syntax.texts import text_of

_MAX_KEPT = 1_000
"""Outlines that are kept: those of a large project's files, some kilobytes each."""


class Imported(NamedTuple):
    """A name that an import binds.

    Args:
        entry: the import.
        name: what it is bound to, "" for all names of a module.
    """

    entry: import_graph.Import
    name: str


@dataclass(eq=False)
class Statement:
    """A statement at the top of a file.

    Args:
        lines: where it stands, decorators included.
        defines: it is a function or a class.
        name: that of what it defines, "" for others.
        names: the names in it that mean something to the file, but for those in decorators.
        decorators: those.
        binds: the names that it binds, or whose object it may change.
        sets: the names of those objects of which it sets an attribute.
        bases: the names of the bases of classes in it.
        imports: what it imports, in functions too.
    """

    lines: range
    defines: bool
    name: str
    names: frozenset[str]
    decorators: frozenset[str]
    binds: frozenset[str]
    sets: frozenset[str]
    bases: frozenset[str]
    imports: tuple[Imported, ...]


Outline = tuple[Statement, ...]


@import_graph.once_per_version(_MAX_KEPT)
def outline(file: str, facts: import_graph.Facts) -> Outline | None:
    """Return the statements of a file; None for one that cannot be parsed.

    Args:
        file: an absolute path.
        facts: what it says.
    """
    try:
        tree = parsing.parse(text_of(file))
    except (OSError, *parsing.UNPARSABLE):
        return None
    readers = [_Reader(node) for node in tree.body]
    own = frozenset(name for reader in readers for name in reader.bound())
    return tuple(reader.statement(own) for reader in readers)


class _Reader:
    """Collects what one statement says."""

    def __init__(self, node: ast.stmt) -> None:
        self._node = node
        self._defined = node.name if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) else ""
        self._names: set[str] = set()
        self._decorators: set[str] = set()
        self._binds: set[str] = set()
        self._sets: set[str] = set()
        self._bases: set[str] = set()
        self._imports: list[Imported] = []
        self._walk(node, self._names)

    def bound(self) -> Iterator[str]:
        """Yield the names that the statement gives to the file."""
        if self._defined:
            yield self._defined
        else:
            yield from self._binds
            yield from (each.name for each in self._imports)

    def statement(self, own: frozenset[str]) -> Statement:
        """Return what was found.

        Args:
            own: the names that the file itself has.
        """
        node = self._node
        above = getattr(node, "decorator_list", ())
        first = min([node.lineno, *(each.lineno for each in above)])
        return Statement(
            range(first, (node.end_lineno or node.lineno) + 1),
            bool(self._defined),
            self._defined,
            own & self._names,
            own & self._decorators,
            own & self._binds,
            own & self._sets,
            own & self._bases,
            tuple(self._imports),
        )

    def _walk(self, node: ast.AST, names: set[str]) -> None:
        stack: list[ast.AST] = [node]
        while stack:
            part = stack.pop()
            kind = type(part)
            if kind is ast.Name:
                names.add(part.id)  # type: ignore[attr-defined]
                continue
            note = _NOTES.get(kind)
            if note is not None:
                note(self, part)
            skipped = kind in _DECORATED
            for field in part._fields:
                value = getattr(part, field, None)
                if isinstance(value, list):
                    if not (skipped and field == "decorator_list"):
                        stack += [each for each in value if isinstance(each, ast.AST)]
                elif isinstance(value, ast.AST):
                    stack.append(value)

    def _function(self, node: Any) -> None:
        self._binds.add(node.name)
        for each in node.decorator_list:
            self._walk(each, self._decorators)

    def _class(self, node: Any) -> None:
        self._function(node)
        self._bases.update(name for base in node.bases for name in _roots(base))

    def _target(self, node: Any) -> None:
        self._binds.update(_roots(node.target))

    def _targets(self, node: Any) -> None:
        self._binds.update(name for target in node.targets for name in _roots(target))
        owners = (target.value for target in node.targets if isinstance(target, ast.Attribute))
        self._sets.update(owner.id for owner in owners if isinstance(owner, ast.Name))

    def _as(self, node: Any) -> None:
        if node.optional_vars is not None:
            self._binds.update(_roots(node.optional_vars))

    def _global(self, node: Any) -> None:
        self._binds.update(node.names)

    def _expression(self, node: Any) -> None:
        """A method that is called for what it does may change its object: ``models.append(model)``; so does setattr."""
        if isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
            self._binds.update(_roots(node.value.func))
        elif isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name) and node.value.args:
            owner = node.value.args[0] if node.value.func.id == "setattr" else None
            self._sets.update([owner.id] if isinstance(owner, ast.Name) else ())

    def _import(self, node: Any) -> None:
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            self._imports.append(Imported(import_graph.Import(0, tuple(alias.name.split(".")), ()), bound))

    def _import_from(self, node: Any) -> None:
        parts = tuple(filter(None, (node.module or "").split(".")))
        for alias in node.names:
            entry = import_graph.Import(node.level or 0, parts, (alias.name,))
            self._imports.append(Imported(entry, "" if alias.name == ANY else alias.asname or alias.name))


_DECORATED = frozenset((ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
_NOTES: dict[type, Callable[[_Reader, Any], None]] = {
    ast.FunctionDef: _Reader._function,
    ast.AsyncFunctionDef: _Reader._function,
    ast.ClassDef: _Reader._class,
    ast.Assign: _Reader._targets,
    ast.Delete: _Reader._targets,
    ast.AnnAssign: _Reader._target,
    ast.AugAssign: _Reader._target,
    ast.For: _Reader._target,
    ast.AsyncFor: _Reader._target,
    ast.NamedExpr: _Reader._target,
    ast.withitem: _Reader._as,
    ast.Global: _Reader._global,
    ast.Expr: _Reader._expression,
    ast.Import: _Reader._import,
    ast.ImportFrom: _Reader._import_from,
}


def _roots(target: ast.AST) -> Iterator[str]:
    """Yield the names that a target binds, and the owners of attributes and entries that it sets."""
    stack = [target]
    while stack:
        part = stack.pop()
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, (ast.Tuple, ast.List)):
            stack += part.elts
        elif isinstance(part, (ast.Attribute, ast.Subscript, ast.Starred)):
            stack.append(part.value)
        elif isinstance(part, ast.Call):
            stack.append(part.func)
