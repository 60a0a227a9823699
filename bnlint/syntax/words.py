"""The names that an expression is written with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import libcst as cst

from bnlint.libraries.habits import SERVES
from bnlint.syntax.tree import FIELDS


def parts_of(node: Any) -> Iterator[Any]:
    """Yield what a node is made of: nodes, and lists of them."""
    for field in FIELDS.get(type(node), ()):
        part = getattr(node, field, None)
        if part is not None and type(part) not in _NO_PARTS:
            yield part


_NO_PARTS = frozenset((str, bool, cst.MaybeSentinel))
"""What fields hold beside nodes and lists of them. libcst's nodes are ABCs, so ``isinstance`` would be slow here."""


def nodes_in(node: Any) -> Iterator[Any]:
    """Yield all nodes in some code."""
    stack = [node]
    while stack:
        each = stack.pop()
        if isinstance(each, (list, tuple)):
            stack.extend(each)
        else:
            yield each
            stack.extend(parts_of(each))


def dotted(node: Any) -> str:
    """Return the dotted name that an expression is written as (of a call: what is called), "" for anything else."""
    if type(node) is cst.Name:
        return node.value
    if type(node) is cst.Attribute:
        return f"{dotted(node.value)}.{node.attr.value}"
    return dotted(node.func) if type(node) is cst.Call else ""


def names_in(node: Any) -> set[str]:
    """Return all names in an expression, those of attributes included."""
    return {each.value for each in nodes_in(node) if type(each) is cst.Name}


def names_read(node: Any) -> frozenset[str]:
    """Return the names whose values some code reads; not those that it only binds, as attributes or as keywords."""
    found: set[str] = set()
    stack = [node]
    while stack:
        part = stack.pop()
        kind = type(part)
        if kind is cst.Name:
            found.add(part.value)
        elif kind in (list, tuple):
            stack += part
        else:
            stack += [_bound_parts(value) if field in _BINDS else value for field, value in _read_fields(part, kind)]
    return frozenset(found)


_BINDS = frozenset(("target", "asname"))
"""Fields of nodes that hold what is bound."""
_NAMES_ONLY: dict[type, tuple[str, ...]] = {
    cst.Attribute: ("attr",),
    cst.Arg: ("keyword",),
    cst.Param: ("name",),
    cst.FunctionDef: ("name",),
    cst.ClassDef: ("name",),
    cst.AugAssign: ("operator",),
}
"""Fields that hold a name and no expression."""


def _read_fields(node: Any, kind: type) -> list[tuple[str, Any]]:
    left_out = _NAMES_ONLY.get(kind, ())
    return [(field, getattr(node, field)) for field in FIELDS.get(kind, ()) if field not in left_out]


def _bound_parts(target: Any) -> list[Any]:
    """Return what a target reads: the owner of an attribute or of an entry."""
    if type(target) is cst.AsName:
        return _bound_parts(target.name)
    if isinstance(target, (cst.Tuple, cst.List)):
        return [part for element in target.elements for part in _bound_parts(element.value)]
    return [] if type(target) is cst.Name or target is None else [target]


def words_of(node: Any) -> list[str]:
    """Return the names an expression is written with."""
    kind = type(node)
    if kind is cst.Name:
        return [node.value]
    if kind is cst.Attribute:
        return [*words_of(node.value), node.attr.value]
    if kind is cst.Call:
        return [*words_of(node.func), *(word for arg in node.args for word in words_of(arg.value))]
    if kind is cst.Subscript:
        return words_of(node.value)
    return []


def texts_in(node: Any) -> set[str]:
    """Return all names in some code, those of parameters, keywords and attributes included, and its strings."""
    return {each.value.strip("\"'") for each in nodes_in(node) if type(each) in (cst.Name, cst.SimpleString)}


def spelled(node: Any) -> str:
    """Return a text that is the same of two expressions that are written in the same way."""
    if isinstance(node, (cst.Name, cst.Integer, cst.Float, cst.SimpleString)):
        return str(node.value)
    if isinstance(node, (list, tuple)):
        return ",".join(map(spelled, node))
    return f"{type(node).__name__}({','.join(map(spelled, parts_of(node)))})"


def first_spelled(call: Any) -> str:
    """Return how the first argument of a call is written, "" where there is none or what it is depends on a star."""
    if type(call) is not cst.Call or not call.args:
        return ""
    named = [arg for arg in call.args if arg.keyword is not None and arg.keyword.value in ("inputs", "x")]
    first = named[0] if named else call.args[0]
    return "" if first.star or (first.keyword is not None and not named) else spelled(first.value)


def holds(outer: Any, node: Any) -> bool:
    """Whether a node stands in some code."""
    return any(each is node for each in nodes_in(outer))


def is_default_of(function: Any, name: str, value: Any) -> bool:
    """Whether an expression is the default of a function's parameter.

    Args:
        function: its definition.
        name: the parameter's name.
        value: the expression.
    """
    return any(default is value for default in _defaults(function, name))


def is_true_by_default(function: Any, name: str) -> bool:
    """Whether the default of a function's parameter is the constant True.

    Args:
        function: its definition.
        name: the parameter's name.
    """
    return any(isinstance(default, cst.Name) and default.value == "True" for default in _defaults(function, name))


def _defaults(function: Any, name: str) -> Iterator[Any]:
    params = getattr(function, "params", None)
    named = (*params.posonly_params, *params.params, *params.kwonly_params) if params is not None else ()
    return (each.default for each in named if each.name.value == name)


def only_returns(function: Any, value: Any) -> bool:
    """Whether all that a function does is to return a value, perhaps inside a ``with`` (a scope of variables).

    Args:
        function: its definition.
        value: an expression in it.
    """
    body = getattr(getattr(function, "body", None), "body", None)
    statement = body[-1] if isinstance(body, (list, tuple)) and body else None
    if type(statement) is cst.With and len(statement.body.body) == 1:
        statement = statement.body.body[0]
    small = getattr(statement, "body", None)
    returned = small[0] if isinstance(small, (list, tuple)) and small else None
    return type(returned) is cst.Return and returned.value is value and len(body or ()) <= 2


def is_returned(function: Any, value: Any) -> bool:
    """Whether a value is in what a function returns, under names of the function, too.

    Args:
        function: its definition.
        value: an expression in it.
    """
    nodes = list(nodes_in(function))
    given = [node for node in nodes if type(node) is cst.Assign]
    kept, known = set[str](), -1
    while len(kept) > known:
        known = len(kept)
        for node in given:
            if not kept.isdisjoint(names_read(node.value)) or holds(node.value, value):
                kept.update(dotted(each.target) for each in node.targets)
    returned = [node.value for node in nodes if type(node) is cst.Return and node.value is not None]
    return any(not kept.isdisjoint(names_read(each)) or holds(each, value) for each in returned)


def is_served(function: Any) -> bool:
    """Whether a function is decorated as what answers a path of a web server: ``@app.post("/score")``."""
    calls = (each.decorator for each in getattr(function, "decorators", ()) if type(each.decorator) is cst.Call)
    return any(type(call.func) is cst.Attribute and call.func.attr.value in SERVES and _is_path(call) for call in calls)


def _is_path(call: Any) -> bool:
    first = call.args[0].value if call.args else None
    return type(first) is cst.SimpleString and first.raw_value.startswith("/")


def is_dropped(function: Any, value: Any) -> bool:
    """Whether a function keeps a value under a name that it never reads.

    Args:
        function: its definition.
        value: an expression in it.
    """
    counts: Counter[str] = Counter()
    kept = ""
    for node in nodes_in(function):
        if type(node) is cst.Name:
            counts[node.value] += 1
        elif type(node) is cst.Assign and node.value is value and len(node.targets) == 1:
            kept = dotted(node.targets[0].target)
    return counts[kept] == 1


def identity_asked(test: Any) -> tuple[Any, Any, bool] | None:
    """Return what a test compares, with what, and its answer where both are the same; None for other tests.

    Args:
        test: an expression, as in ``flag is None`` or ``norm != BatchNormalization``.
    """
    if type(test) is not cst.Comparison or len(test.comparisons) != 1:
        return None
    target = test.comparisons[0]
    answer = _ASKS_WHETHER_SAME.get(type(target.operator))
    return None if answer is None else (test.left, target.comparator, answer)


_ASKS_WHETHER_SAME = {cst.Is: True, cst.Equal: True, cst.IsNot: False, cst.NotEqual: False}
