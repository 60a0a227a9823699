"""The files of a program: parsing, and finding project-local modules without importing anything."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import libcst as cst

from bnlint import reach
from bnlint.interpreter.recent import Recent
from bnlint.interpreter.values import Value

_MAX_MODULE_CHARS = 2_000_000
"""Imported modules larger than this are data, not code worth following."""
_MAX_MODULES = 200
"""Modules one analysis follows; real programs need a few dozen."""
_MAX_FOLLOWED_CHARS = 400_000
"""Text that one analysis follows, some 10,000 lines: in a large package every module reaches all others."""
PARSED: Recent[cst.Module] = Recent(2 * _MAX_FOLLOWED_CHARS)
"""Syntax trees, at about 60 bytes a character. They never change, so analyses can share them."""
_MAX_CHAIN = 800
"""Operators in one expression above which libcst's parser gets slow (quadratic) and may exhaust the C stack."""
_MAX_STATEMENT_CHARS = 200_000
"""Text of one simple statement above which it is a table or embedded file: libcst takes gigabytes for 5 MB."""
_OPERATORS = re.compile(r"[-+*/%|&^@<>.]|\band\b|\bor\b|\"|'")


class TooDeep(Exception):
    """The source nests or chains deeper than any parser of ours survives."""


@dataclass(eq=False)
class Module:
    """One parsed file.

    Args:
        path: as findings name it.
        file: where it lies, None for a source without a file.
        names: its global names.
        scopes_arguments: the text speaks of TF1's ``arg_scope``.
        ran: whether the interpreter has run its body.
    """

    path: str
    file: Path | None
    tree: cst.Module
    names: dict[str, Value] = field(default_factory=dict)
    scopes_arguments: bool = False
    ran: bool = False
    running: bool = False


def parse(source: str, tree: ast.AST | None = None) -> cst.Module:
    """Parse a module, with statements too deep for libcst blanked out.

    Args:
        source: the text.
        tree: its stdlib syntax tree, if at hand.

    Raises:
        SyntaxError: it does not parse.
        TooDeep: a guard cannot find what to blank out.
    """
    kept = PARSED.get(source)
    if kept is not None:
        return kept
    text = _without_monsters(source, tree)
    try:
        module = cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise SyntaxError(f"{error.message} (line {error.raw_line})") from error
    PARSED.keep(source, module)
    return module


def _without_monsters(source: str, tree: ast.AST | None) -> str:
    """Blank out statements with operator chains or literals that libcst's parser does not survive.

    Cheap for ordinary files: only a large one, or one with many operators in few lines, is looked at closely.
    """
    chains, large = _suspicious(source), len(source) > _MAX_STATEMENT_CHARS
    if not chains and not large:
        return source
    if tree is None:
        try:
            tree = ast.parse(source)
        except (RecursionError, MemoryError) as error:
            raise TooDeep("an expression is nested too deeply") from error
        except (SyntaxError, ValueError):
            return source
    lines = source.split("\n")
    huge = list(_huge_statements(tree, lines)) if large else []
    deep = _deep_statements(tree, {id(statement) for statement in huge}) if chains else []
    spans = [(s.lineno, s.end_lineno or s.lineno) for s in (*huge, *deep)]
    if not spans:
        return source
    for first, last in spans:
        indent = re.match(r"\s*", lines[first - 1])
        lines[first - 1] = (indent.group() if indent else "") + "pass"
        for number in range(first, last):
            lines[number] = ""
    return "\n".join(lines)


def _suspicious(source: str) -> bool:
    """Whether the text could hold an expression of more than ``_MAX_CHAIN`` operators or brackets.

    Counts only: exact is the look at the stdlib tree that follows.
    """
    if (
        sum(source.count(mark) for mark in ("+", "-", "*", "/", "|", "&", " and ", " or ", ")", "]", '"', "'"))
        < _MAX_CHAIN
    ):
        return False
    longest = run = 0
    for line in source.split("\n"):
        text = line.strip()
        if not text or text[0] == "#":
            continue
        joins = text[0] in _JOINING or text[-1] in _JOINING or text.startswith(("and ", "or ", "elif "))
        weight = len(_OPERATORS.findall(text)) if len(text) > 40 or joins else 1
        run = run + weight if joins else weight
        longest = max(longest, run)
    return longest > _MAX_CHAIN // 4


_JOINING = frozenset("+-*/%|&^@.\"'(\\,[")


def _huge_statements(tree: ast.AST, lines: list[str]) -> Iterator[ast.stmt]:
    """Yield the simple statements with too much text, without a look at what they hold."""
    stack = [tree]
    while stack:
        for node in ast.iter_child_nodes(stack.pop()):
            if isinstance(node, (ast.ExceptHandler, ast.match_case)) or hasattr(node, "body"):
                stack.append(node)
            elif isinstance(node, ast.stmt):
                text = lines[node.lineno - 1 : node.end_lineno or node.lineno]
                if sum(map(len, text)) > _MAX_STATEMENT_CHARS:
                    yield node


def _deep_statements(tree: ast.AST, known: set[int]) -> list[ast.stmt]:
    """Return the innermost statements that hold an expression nested deeper than ``_MAX_CHAIN // 4``.

    Args:
        tree: the module's.
        known: the ``id`` of statements not to look into.
    """
    found: dict[int, ast.stmt] = {}
    stack: list[tuple[ast.AST, int, ast.stmt | None]] = [(tree, 0, None)]
    limit = _MAX_CHAIN // 4
    while stack:
        node, depth, statement = stack.pop()
        if isinstance(node, ast.stmt):
            if id(node) in known:
                continue
            statement, depth = node, 0
        if statement is not None and depth + len(getattr(node, "values", ())) > limit:
            found[id(statement)] = statement
            continue
        stack.extend((child, depth + 1, statement) for child in ast.iter_child_nodes(node))
    return [s for s in found.values() if not hasattr(s, "body")]


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
        from bnlint.users import habits

        return habits(str(module.file))

    def users_of(self, module: Module) -> list[Module]:
        """Return the modules of the project that import this one, nearest first."""
        if not self.follow or module.file is None:
            return []
        from bnlint.users import users_of

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
            roots = reach.roots(str(file.parent))
            self.roots_of[file] = [Path(root) for root in (*roots, *reach.added_roots(str(file), roots))]
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
            if len(self.modules) <= 4 * _MAX_MODULES and file.is_file() and reach.belongs(str(file), home):
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
