"""Syntax trees of the user's files, asked by position.

The recorder knows where an instruction stands (code positions of Python 3.11 and later) or at least its line
(AutoGraph's source maps, Python 3.10). The syntax tree turns that into the expression that is meant: where the
call begins, where an argument stands, in which loops and functions it lies.
"""

from __future__ import annotations

import ast
import linecache
import tokenize
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from types import MappingProxyType

from bnlint.libraries.flags import FLAG_NAMES

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return, ast.Assert)


class Source:
    """One parsed file."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.tree = ast.parse(text)
        self.parents: dict[ast.AST, ast.AST] = {}
        self._calls_by_end: dict[tuple[int, int], list[ast.Call]] = {}
        self._calls_by_line: dict[int, list[ast.Call]] = {}
        for node in ast.walk(self.tree):
            for child in ast.iter_child_nodes(node):
                self.parents[child] = node
            if isinstance(node, ast.Call) and node.end_lineno is not None and node.end_col_offset is not None:
                self._calls_by_end.setdefault((node.end_lineno, node.end_col_offset), []).append(node)
                for line in range(node.lineno, node.end_lineno + 1):
                    self._calls_by_line.setdefault(line, []).append(node)

    def call_within(self, start: tuple[int, int], end: tuple[int, int]) -> ast.Call | None:
        """Return the call that an instruction with this range of code carries out.

        The end identifies it, of ``f(x)(y)`` and ``f(x)`` only one ends where it ends. The start that Python keeps may
        be later than the call's (from 3.12 on that of the attribute of a method call), but not earlier: such a range
        is that of a statement which ends with a call.

        Args:
            start: first line and offset in UTF-8 bytes, as compilers count.
            end: last line and the offset behind it.
        """
        calls = [c for c in self._calls_by_end.get(end, ()) if (c.lineno, c.col_offset) <= start]
        return calls[0] if calls else None

    def entered_at(self, line: int, offset: int) -> ast.Call | None:
        """Return the first context manager of the ``with`` statement that begins here, if a call makes it."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.With | ast.AsyncWith) and (node.lineno, node.col_offset) == (line, offset):
                expression = node.items[0].context_expr
                return expression if isinstance(expression, ast.Call) else None
        return None

    def calls_on(self, line: int) -> list[ast.Call]:
        """Return the calls that touch this line, outermost first, those that begin on it before the others."""
        calls = self._calls_by_line.get(line, [])
        return sorted(calls, key=lambda c: (c.lineno != line, c.col_offset, -(c.end_lineno or 0)))

    def calls_further_down(self, line: int) -> list[ast.Call]:
        """Return the calls on the further lines of a simple statement that begins on this one, in their order."""
        found = [
            node
            for statement in ast.walk(self.tree)
            if isinstance(statement, _SIMPLE) and statement.lineno == line
            for node in ast.walk(statement)
            if isinstance(node, ast.Call) and node.lineno > line
        ]
        return sorted(found, key=lambda call: (call.lineno, call.col_offset))

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes around a node, innermost first."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def statement(self, node: ast.AST) -> ast.stmt | None:
        """Return the statement a node belongs to."""
        if isinstance(node, ast.stmt):
            return node
        return next((a for a in self.ancestors(node) if isinstance(a, ast.stmt)), None)

    def statement_at(self, line: int) -> ast.stmt | None:
        """Return the innermost statement that covers a line."""
        best: ast.stmt | None = None
        for node in ast.walk(self.tree):
            if (
                isinstance(node, ast.stmt)
                and node.lineno <= line <= (node.end_lineno or node.lineno)
                and (best is None or node.lineno >= best.lineno)
            ):
                best = node
        return best

    def function_around(self, node: ast.AST) -> FunctionNode | None:
        """Return the function a node stands in."""
        return next((a for a in self.ancestors(node) if isinstance(a, FunctionNode)), None)

    def function_at(self, line: int, name: str) -> FunctionNode | None:
        """Return the innermost function of this name around a line."""
        best: FunctionNode | None = None
        for node in ast.walk(self.tree):
            if (
                isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                and node.name == name
                and _first_line(node) <= line <= (node.end_lineno or node.lineno)
                and (best is None or node.lineno >= best.lineno)
            ):
                best = node
        return best

    def assigned_to(self, name: ast.Name) -> ast.expr | None:
        """Return what a name stands for: the value of the only assignment to it in its function (or module)."""
        owner = self.function_around(name) or self.tree
        found = [
            node
            for node in ast.walk(owner)
            if isinstance(node, ast.Name) and node.id == name.id and isinstance(node.ctx, ast.Store)
        ]
        statement = self.parents.get(found[0]) if len(found) == 1 else None
        if isinstance(statement, ast.Assign) and found[0] in statement.targets:
            return statement.value
        return None

    def entry(self, call: ast.Call, name: str) -> ast.AST | None:
        """Return where a dict that a call unpacks (``**SETTINGS``) holds an argument, where a file writes it once.

        Args:
            call: the call.
            name: the argument.
        """
        for item in call.keywords:
            if item.arg is not None or not isinstance(item.value, ast.Name):
                continue
            stored = [
                node
                for node in ast.walk(self.tree)
                if isinstance(node, ast.Name) and node.id == item.value.id and isinstance(node.ctx, ast.Store)
            ]
            statement = self.parents.get(stored[0]) if len(stored) == 1 else None
            value = statement.value if isinstance(statement, ast.Assign) else None
            if isinstance(value, ast.Dict):
                keys = [key for key in value.keys if isinstance(key, ast.Constant) and key.value == name]
                return keys[0] if keys else None
            if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "dict":
                return keyword_node(value, name)
        return None

    def loops_around(self, node: ast.AST) -> int:
        """Count the loops around a node within its own function; a loop's iterable is outside of the loop."""
        count = 0
        child = node
        for parent in self.ancestors(node):
            if isinstance(parent, FunctionNode | ast.ClassDef):
                break
            if isinstance(parent, _LOOPS) and child is not getattr(parent, "iter", None):
                count += 1
            child = parent
        return count

    def is_attempted(self, node: ast.AST, errors: Collection[str]) -> bool:
        """Say whether a node stands in the body of a ``try`` that handles one of some exceptions, in its function."""
        child = node
        for parent in self.ancestors(node):
            if isinstance(parent, FunctionNode | ast.ClassDef):
                break
            if (
                isinstance(parent, ast.Try)
                and child in parent.body
                and any(_handles(h, errors) for h in parent.handlers)
            ):
                return True
            child = parent
        return False

    def loop_words(self, node: ast.AST) -> list[str]:
        """Return the names that the loops around a node run over, outermost loop first."""
        found: list[list[str]] = []
        child = node
        for parent in self.ancestors(node):
            if isinstance(parent, FunctionNode | ast.ClassDef):
                break
            if isinstance(parent, ast.For | ast.AsyncFor) and child is not parent.iter:
                found.append(words_of(parent.iter))
            child = parent
        return [word for words in reversed(found) for word in words]

    def is_unused(self, node: ast.AST) -> bool:
        """Say whether the value of an expression is thrown away."""
        parent = self.parents.get(node)
        if isinstance(parent, ast.Assign):
            return all(isinstance(target, ast.Name) and target.id == "_" for target in parent.targets)
        return isinstance(parent, ast.Expr)

    def is_under_a_flag(self, node: ast.AST) -> bool:
        """Say whether a training flag decides that code runs: a branch around it, or one that leaves before it."""
        child = node
        for parent in self.ancestors(node):
            if _chooses_by_flag(parent, child):
                return True
            body = getattr(parent, "body", None)
            if isinstance(body, list) and child in body and any(map(_leaves_by_flag, body[: body.index(child)])):
                return True
            if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                break
            child = parent
        return False

    def column(self, node: ast.AST) -> int:
        """Return a node's first column in code points (the parser counts UTF-8 bytes)."""
        line: int = getattr(node, "lineno", 1)
        offset: int = getattr(node, "col_offset", 0)
        return self.column_at(line, offset)

    def column_at(self, line: int, offset: int) -> int:
        """Turn an offset in UTF-8 bytes into a column in code points."""
        if not 1 <= line <= len(self.lines):
            return offset
        return len(self.lines[line - 1].encode()[:offset].decode(errors="replace"))


def _asks_for_training(test: ast.expr) -> bool:
    return any(isinstance(name, ast.Name) and name.id in FLAG_NAMES for name in ast.walk(test))


def _chooses_by_flag(node: ast.AST, side: ast.AST) -> bool:
    """Say whether one side of a node runs only if a training flag says so; ``tf.cond`` has lambdas for sides."""
    if isinstance(node, ast.If | ast.IfExp):
        return side is not node.test and _asks_for_training(node.test)
    if isinstance(node, ast.Call) and isinstance(side, ast.Lambda):
        return any(_asks_for_training(argument) for argument in node.args if not isinstance(argument, ast.Lambda))
    return False


def _leaves_by_flag(statement: ast.stmt) -> bool:
    """Say whether a statement leaves the function where a training flag says so."""
    if not isinstance(statement, ast.If) or statement.orelse or not _asks_for_training(statement.test):
        return False
    return isinstance(statement.body[-1], ast.Return | ast.Raise)


def _first_line(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return min([function.lineno, *(d.lineno for d in function.decorator_list)])


@lru_cache(maxsize=256)
def source_of(path: str) -> Source | None:
    """Read and parse a file; None when there is none or it does not parse (generated code, a cell of shell lines).

    What is no Python file, like a cell of IPython or a notebook's code, is where Python itself looks for it.
    """
    try:
        if path.startswith("<") or not path.endswith(".py"):
            return Source("".join(linecache.getlines(path)))
        with tokenize.open(path) as handle:
            return Source(handle.read())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return None


def words_of(expression: ast.expr) -> list[str]:
    """Return the names an expression is written with."""
    if isinstance(expression, ast.Name):
        return [expression.id]
    if isinstance(expression, ast.Attribute):
        return [*words_of(expression.value), expression.attr]
    if isinstance(expression, ast.Call):
        return [*words_of(expression.func), *(word for arg in expression.args for word in words_of(arg))]
    if isinstance(expression, ast.Subscript):
        return words_of(expression.value)
    return []


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Return the expression passed under a keyword; for a ``**mapping`` display, the value in it."""
    for item in call.keywords:
        if item.arg == name:
            return item.value
        if item.arg is None and isinstance(item.value, ast.Dict):
            for key, value in zip(item.value.keys, item.value.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == name:
                    return value
    return None


def keyword_node(call: ast.Call, name: str) -> ast.AST | None:
    """Return the node that marks where a keyword argument begins (``name=value`` begins at the name)."""
    return next((item for item in call.keywords if item.arg == name), None) or keyword(call, name)


def positional(call: ast.Call, index: int) -> ast.expr | None:
    """Return the expression at a position, None behind a ``*sequence`` or where there is none."""
    plain = []
    for argument in call.args:
        if isinstance(argument, ast.Starred):
            break
        plain.append(argument)
    return plain[index] if 0 <= index < len(plain) else None


def evaluate_name(expression: ast.expr, lookup: Callable[[str], object]) -> object:
    """Follow a dotted name (``self.blocks.bn``) to the object it stands for, without calling anything.

    Returns:
        the object; None when the expression is more than a dotted name or does not resolve.
    """
    if isinstance(expression, ast.Name):
        return lookup(expression.id)
    if isinstance(expression, ast.Attribute):
        owner = evaluate_name(expression.value, lookup)
        if owner is None:
            return None
        # Only what is stored: a property could run the user's code once more. What AutoGraph puts in the place of a
        # name without a value says of any attribute that it has it.
        stored = getattr(owner, "__dict__", None)
        return stored.get(expression.attr) if isinstance(stored, (dict, MappingProxyType)) else None
    return None


def _handles(handler: ast.ExceptHandler, errors: Collection[str]) -> bool:
    """Say whether a handler is for one of some exceptions, by the names of their classes."""
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any((words_of(kind) or [""])[-1] in errors for kind in kinds)
