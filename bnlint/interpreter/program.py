"""The files of a program: parsing, and finding project-local modules without importing anything."""

from __future__ import annotations

import ast
import tokenize
from dataclasses import dataclass, field
from pathlib import Path

from bnlint.interpreter.domain.values import Value
from bnlint.project import import_graph
from bnlint.syntax import oversized, parsing
from bnlint.syntax.recent import Recent
from bnlint.syntax.tree import Tree, build

_MAX_MODULE_CHARS = 2_000_000
"""Imported modules larger than this are data, not code worth following."""
_MAX_MODULES = 200
"""Modules one analysis follows; real programs need a few dozen."""
_MAX_FOLLOWED_CHARS = 400_000
"""Text that one analysis follows, some 10,000 lines: in a large package every module reaches all others."""
PARSED: Recent[Tree] = Recent(2 * _MAX_FOLLOWED_CHARS)
"""Syntax trees. They never change, so analyses can share them."""


class TooDeep(Exception):
    """The source nests deeper than the parser survives."""


@dataclass(eq=False)
class Module:
    """One parsed file.

    Args:
        path: as findings name it.
        file: where it lies, None for a source without a file.
        names: its global names.
        scopes_arguments: the text speaks of TF1's ``arg_scope``.
        ran: whether the interpreter has run its body.
        running: whether it is just doing so.
        imported: whether that was for another module, which leaves out the ``__main__`` block.
    """

    path: str
    file: Path | None
    tree: Tree
    names: dict[str, Value] = field(default_factory=dict)
    scopes_arguments: bool = False
    ran: bool = False
    running: bool = False
    imported: bool = False


def parse(source: str, stdlib: ast.Module | None = None) -> Tree:
    """Parse a module; statements that nest too deep or are tables of data are not read.

    Args:
        source: the text.
        stdlib: its stdlib syntax tree, if at hand.

    Raises:
        SyntaxError: it does not parse.
        ValueError: it holds null bytes.
        TooDeep: an expression is nested deeper than the stdlib's parser goes.
    """
    kept = PARSED.get(source)
    if kept is not None:
        return kept
    try:
        parsed = parsing.parse(source) if stdlib is None else stdlib
    except (RecursionError, MemoryError) as error:
        raise TooDeep("an expression is nested too deeply") from error
    tree = build(parsed, frozenset(map(id, oversized.statements(source, parsed))))
    PARSED.keep(source, tree)
    return tree


@dataclass(eq=False)
class Project:
    """Finds and parses project-local modules, each once.

    Args:
        follow: False to find nothing.
        followed: the bytes of the modules read so far.
    """

    follow: bool = True
    modules: dict[Path, Module | None] = field(default_factory=dict)
    followed: int = 0
    roots_of: dict[Path, list[Path]] = field(default_factory=dict)

    def add(self, module: Module) -> None:
        """Make the main module known, so that a file that imports it gets this very module."""
        if module.file is not None:
            self.modules[module.file] = module

    def habits(self, module: Module) -> tuple[bool, bool]:
        """Return whether the project uses Keras's own loops, and gradient tapes."""
        if not self.follow or module.file is None:
            return False, False
        from bnlint.project.importers import habits

        return habits(str(module.file))

    def users_of(self, module: Module) -> list[Module]:
        """Return the modules of the project that import this one, nearest first."""
        if not self.follow or module.file is None:
            return []
        from bnlint.project.importers import users_of

        found = [self._load(Path(file), str(module.file.parent)) for file in users_of(str(module.file))]
        return [user for user in found if user is not None]

    def find(self, name: str, level: int, importer: Module) -> Module | None:
        """Return a module imported as ``name`` (``level`` leading dots) by ``importer``, None if not local."""
        if not self.follow or importer.file is None:
            return None
        parts = name.split(".") if name else []
        if level:
            base = importer.file.parent
            for _ in range(level - 1):
                base = base.parent
            return self._load_parts(base, parts, importer.file)
        for root in self._roots(importer.file):
            found = self._load_parts(root, parts, importer.file)
            if found is not None:
                return found
        return None

    def _roots(self, file: Path) -> list[Path]:
        if file not in self.roots_of:
            roots = import_graph.roots(str(file.parent))
            self.roots_of[file] = [Path(root) for root in (*roots, *import_graph.added_roots(str(file), roots))]
        return self.roots_of[file]

    def _load_parts(self, base: Path, parts: list[str], importer: Path) -> Module | None:
        home = str(importer.parent)
        if not parts:
            return self._load(base / "__init__.py", home)
        target = base.joinpath(*parts)
        return self._load(target.parent / f"{target.name}.py", home) or self._load(target / "__init__.py", home)

    def _load(self, file: Path, home: str) -> Module | None:
        """Return a module; None unless it is a file of the project that the folder ``home`` lies in."""
        if file not in self.modules:
            self.modules[file] = None
            if len(self.modules) <= 4 * _MAX_MODULES and file.is_file() and import_graph.belongs(str(file), home):
                self.modules[file] = self._read(file)
        return self.modules[file]

    def _read(self, file: Path) -> Module | None:
        try:
            size = file.stat().st_size
            if size > _MAX_MODULE_CHARS or self.followed > _MAX_FOLLOWED_CHARS:
                return None
            self.followed += size
            with tokenize.open(file) as stream:
                source = stream.read()
            return Module(str(file), file, parse(source), scopes_arguments="arg_scope" in source)
        except (OSError, SyntaxError, UnicodeError, ValueError, TooDeep, RecursionError):
            return None
