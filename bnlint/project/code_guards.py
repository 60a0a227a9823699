"""Modules that end, or do not begin, where another release is installed: the Keras of those that they go on with.

``assert int(keras.__version__.split(".")[0]) < 3``, ``if tf.__version__ >= "2.16": sys.exit(...)``: the question is
answered for each release, as Python would; a question that holds anything else decides nothing.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from bnlint.libraries import keras_versions, releases
from bnlint.syntax import parsing

_MAX_STEPS = 300
_ASKED = ("__version__", "VERSION")
_PARSERS = frozenset("LooseVersion NumpyVersion StrictVersion Version parse parse_version".split())
_CONVERTERS: dict[str, Callable[[Any], Any]] = {"float": float, "int": int, "list": list, "str": str, "tuple": tuple}
_METHODS = frozenset("partition split startswith strip".split())
_PARTS = frozenset("major minor release".split())
_EXITS = frozenset("_exit exit quit".split())
_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda item, found: item in found,
    ast.NotIn: lambda item, found: item not in found,
}
_RELEASE = re.compile(r"\d+\.\d+\.\d+")
_ERRORS = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError)
_MAX_GUARDS = 20
_MAX_LENGTH = 300


def decided(source: str) -> Iterator[tuple[int, str]]:
    """Yield the dialect of all releases that a module goes on with, for each question at its top that decides one.

    Args:
        source: its text, which may be broken.
    """
    if not any(f".{word}" in source for word in _ASKED) or not (
        "assert" in source or "raise" in source or "exit" in source
    ):
        return
    try:
        body = parsing.parse(source).body
    except parsing.UNPARSABLE:
        return
    names: dict[str, ast.expr] = {}
    for statement in body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            names[statement.targets[0].id] = statement.value
    for test, wanted in islice(_guards(body), _MAX_GUARDS):
        found = _of_guard(test, wanted, names)
        if found is not None:
            yield found


def _guards(body: list[ast.stmt]) -> Iterator[tuple[ast.expr, bool]]:
    """Yield questions with the answer on which the module goes on."""
    for statement in body:
        if isinstance(statement, ast.Assert):
            yield statement.test, True
        elif isinstance(statement, ast.If) and _leaves(statement.body) != _leaves(statement.orelse):
            yield statement.test, _leaves(statement.orelse)


def _leaves(body: list[ast.stmt]) -> bool:
    return any(isinstance(each, ast.Raise) or isinstance(each, ast.Expr) and _exits(each.value) for each in body)


def _exits(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in _EXITS


def _of_guard(test: ast.expr, wanted: bool, names: Mapping[str, ast.expr]) -> tuple[int, str] | None:
    for package, since in keras_versions.KERAS_3_FROM.items():
        every = dict.fromkeys((*releases.versions(package, 2), *releases.versions(package, 3), *_named(test)))
        try:
            kept = [_numbers(each) for each in every if bool(_Question(package, each, names).value(test)) is wanted]
        except _ERRORS:
            continue
        dialects = {3 if release >= since else 2 for release in kept}
        if len(dialects) == 1 and len(kept) < len(every):
            dialect = dialects.pop()
            border = ".".join(map(str, since))
            which = f"from {border} on" if dialect == 3 else f"before {border}"
            one = ".".join(map(str, kept[0])) if len(set(kept)) == 1 else which
            return dialect, f"the file runs with {package} {one} only"
    return None


def _named(test: ast.expr) -> Iterator[str]:
    for node in ast.walk(test):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _RELEASE.fullmatch(node.value):
            yield node.value


def _numbers(release: str) -> tuple[int, int]:
    major, minor = release.split(".")[:2]
    return int(major), int(minor)


class _Question:
    """What an expression is where one release of a package is installed.

    Args:
        package: its name.
        release: the installed one.
        names: what is bound at the top of the module.
    """

    def __init__(self, package: str, release: str, names: Mapping[str, ast.expr]) -> None:
        self._package = package
        self._release = release
        self._names = names
        self._steps = 0

    def value(self, node: ast.expr) -> Any:
        """Return the value of an expression.

        Raises:
            LookupError: nobody knows it; other errors are those of the expression.
        """
        answer: Callable[[Any], Any] | None = getattr(self, f"_{type(node).__name__.lower()}", None)
        self._steps += 1
        if answer is None or self._steps > _MAX_STEPS:
            raise LookupError
        return answer(node)

    def _constant(self, node: ast.Constant) -> Any:
        if isinstance(node.value, str) and len(node.value) > _MAX_LENGTH:
            raise LookupError
        return node.value

    def _name(self, node: ast.Name) -> Any:
        return self.value(self._names[node.id])

    def _attribute(self, node: ast.Attribute) -> Any:
        if node.attr in _ASKED:
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if releases.PACKAGES.get(owner) != self._package:
                raise LookupError
            return self._release
        if node.attr not in _PARTS:
            raise LookupError
        return getattr(self.value(node.value), node.attr)

    def _call(self, node: ast.Call) -> Any:
        if node.keywords:
            raise LookupError
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if isinstance(node.func, ast.Attribute) and name in _METHODS:
            return getattr(str(self.value(node.func.value)), name)(*map(self.value, node.args))
        if name == "map" and len(node.args) == 2 and isinstance(node.args[0], ast.Name):
            return [_CONVERTERS[node.args[0].id](each) for each in self.value(node.args[1])]
        (given,) = map(self.value, node.args)
        return _version(given) if name in _PARSERS else _CONVERTERS[name](given)

    def _subscript(self, node: ast.Subscript) -> Any:
        if not isinstance(node.slice, ast.Slice):
            return self.value(node.value)[self.value(node.slice)]
        ends = (node.slice.lower, node.slice.upper, node.slice.step)
        return self.value(node.value)[slice(*(None if end is None else self.value(end) for end in ends))]

    def _tuple(self, node: ast.Tuple | ast.List) -> Any:
        found = map(self.value, node.elts)
        return tuple(found) if isinstance(node, ast.Tuple) else list(found)

    _list = _tuple

    def _generatorexp(self, node: ast.GeneratorExp | ast.ListComp) -> Any:
        (loop,) = node.generators
        if loop.ifs or not isinstance(loop.target, ast.Name):
            raise LookupError
        each = [ast.Constant(item) for item in self.value(loop.iter)]
        inner = [_Question(self._package, self._release, {**self._names, loop.target.id: item}) for item in each]
        return [question.value(node.elt) for question in inner]

    _listcomp = _generatorexp

    def _unaryop(self, node: ast.UnaryOp) -> Any:
        if not isinstance(node.op, (ast.Not, ast.USub)):
            raise LookupError
        value = self.value(node.operand)
        return not value if isinstance(node.op, ast.Not) else -value

    def _boolop(self, node: ast.BoolOp) -> Any:
        values = [self.value(each) for each in node.values]
        return all(values) if isinstance(node.op, ast.And) else any(values)

    def _compare(self, node: ast.Compare) -> Any:
        values = [self.value(node.left), *map(self.value, node.comparators)]
        if any(hasattr(value, "release") for value in values):
            values = [_version(value) if isinstance(value, str) else value for value in values]
        pairs = zip(node.ops, values, values[1:], strict=False)
        return all(_COMPARED[type(compare)](left, right) for compare, left, right in pairs)


def _version(text: str) -> Any:
    from packaging.version import Version  # start-up: only where a program asks for a version

    return Version(text)
