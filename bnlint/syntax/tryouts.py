"""Calls by which a program tries out what shapes its networks make.

``print(Net()(tf.random.normal((1, 32, 32, 3)), training=True).shape)``: what goes in was made up for this call, and of
what comes out only the shape is looked at. What the network calculates there is nobody's business. Below
``if __name__ == "__main__"`` a module is tried out by running it: there not even the shape need be looked at. Where it
is only run to see how long that takes, what comes out is thrown away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import libcst as cst

from bnlint.syntax.words import dotted, names_read, nodes_in, parts_of

_MAKERS = frozenset(
    "zeros ones normal uniform rand randn random random_sample random_normal random_uniform truncated_normal ones_like "
    "zeros_like randint empty full".split()
)
"""What makes up values, by the last part of its name: ``tf.random.normal``, ``np.zeros``."""
_CHANGERS = frozenset("astype cast reshape expand_dims convert_to_tensor constant Variable array float32".split())
"""What makes other values of those that it gets."""
_OTHER_BINDINGS: dict[type, str] = {
    cst.AnnAssign: "target",
    cst.AsName: "name",
    cst.AugAssign: "target",
    cst.CompFor: "target",
    cst.NamedExpr: "target",
    cst.Param: "name",
}
"""What gives a name a value that may be anything, by the part with the name."""
_GIVES: dict[type, str] = {cst.For: "iter", cst.AnnAssign: "value"}
"""Statements that give a value to a target of their own, by the part with the value."""
_SCOPES = (cst.FunctionDef, cst.Lambda, cst.ClassDef)
_SHAPES = frozenset(("shape", "get_shape", "dtype", "ndim"))
_MEASURES = frozenset(("shape", "int_shape", "ndim", "rank", "len"))


def is_tryout(body: Any, call: Any) -> bool:
    """Whether a call gets values that were made up for it, and of its result the shape is looked at and nothing else.

    Args:
        body: the function or module that it stands in.
        call: its syntax.
    """
    uses = _uses(body)
    return bool(call.args) and uses.is_made_up(call.args[0].value) and uses.is_only_measured(call)


def is_warm_up(body: Any, call: Any) -> bool:
    """Whether a call gets values that were made up, and nobody gets what it returns: its time is taken, if anything.

    Args:
        body: the function or module that it stands in.
        call: its syntax.
    """
    uses = _uses(body)
    return bool(call.args) and uses.is_made_up(call.args[0].value) and uses.is_thrown_away(call)


def is_fed_tryout(body: Any, call: Any, given: Sequence[Any]) -> bool:
    """Whether a session gets values that were made up for it, and nothing but the shape of its result is looked at.

    Args:
        body: the function or module that it stands in.
        call: the syntax of its run.
        given: what it is fed.
    """
    uses = _uses(body)
    known = bool(given) and uses.knows(call)
    return known and all(map(uses.is_made_up, given)) and uses.is_only_measured(call)


def is_shown(body: Any, call: Any) -> bool:
    """Whether a call gets values that were made up for it, and nobody reads its result.

    Args:
        body: the function or module that it stands in.
        call: its syntax.
    """
    uses = _uses(body)
    if not isinstance(call, cst.Call) or not call.args or not uses.knows(call):
        return False
    return uses.is_made_up(call.args[0].value) and uses.is_unread(call)


@lru_cache(maxsize=8)
def _uses(body: Any) -> _Uses:
    """Return what happens in some code, which several calls in it are asked about, and by several rules."""
    return _Uses(body)


class _Uses:
    """What happens to the names and expressions of some code.

    Args:
        body: the code.
    """

    looked = False
    """Whether a shape was looked at."""

    def __init__(self, body: Any) -> None:
        self._parents: dict[Any, Any] = {}
        self._values: dict[str, list[Any]] = defaultdict(list)
        self._reads: dict[str, list[Any]] = defaultdict(list)
        stack: list[tuple[Any, Any]] = [(body, None)]
        while stack:
            node, parent = stack.pop()
            if isinstance(node, (list, tuple)):
                stack.extend((each, parent) for each in node)
                continue
            if type(node) in _SCOPES and node is not body:
                self._note_inner(node)
                continue
            self._note(node, parent)
            stack.extend((part, node) for part in parts_of(node))

    def _note_inner(self, scope: Any) -> None:
        """Note what an inner function or class reads of the names around it: nobody follows that."""
        self._parents[scope] = None
        own: set[str] = set()
        for node in nodes_in(scope):
            own.update(_bound(getattr(node, "name" if type(node) is cst.Param else "target", None)))
        for name in names_read(scope) - own:
            self._reads[name].append(scope)

    def _note(self, node: Any, parent: Any) -> None:
        self._parents[node] = parent
        if type(node) is cst.Assign:
            for name in _bound(node.targets[0].target if len(node.targets) == 1 else None):
                self._values[name].append(node.value)
        elif type(node) in _GIVES and (value := getattr(node, _GIVES[type(node)])) is not None:
            for name in _bound(node.target):
                self._values[name].append(value)
        elif type(node) in _OTHER_BINDINGS:
            for name in _bound(getattr(node, _OTHER_BINDINGS[type(node)])):
                self._values[name].append(node)
        elif type(node) is cst.Name and node not in (getattr(parent, "attr", None), getattr(parent, "keyword", None)):
            self._reads[node.value].append(node)

    def is_made_up(self, node: Any, seen: frozenset[str] = frozenset()) -> bool:
        """Whether an expression is a value that was made up.

        Args:
            node: the expression.
            seen: the names that are followed already: ``x = tf.cast(x, tf.float32)``.
        """
        if type(node) is cst.Name:
            values = self._values[node.value]
            around = seen | {node.value}
            return node.value in seen or bool(values) and all(self.is_made_up(value, around) for value in values)
        if type(node) in (cst.List, cst.Tuple):
            return bool(node.elements) and all(self.is_made_up(each.value, seen) for each in node.elements)
        if type(node) is not cst.Call:
            return False
        name = dotted(node).rpartition(".")[2]
        if name in _CHANGERS:
            of = node.func.value if type(node.func) is cst.Attribute else None
            return any(self.is_made_up(each, seen) for each in (of, *(arg.value for arg in node.args[:1])))
        if name in _MAKERS:
            return True
        return bool(node.args) and self.is_made_up(node.args[0].value, seen) and self.is_measured(node)

    def is_only_measured(self, call: Any) -> bool:
        """Whether the program looks at the shape of what a call gives, or only runs it as a test of itself.

        Args:
            call: its syntax.
        """
        self.looked = False
        return self.is_measured(call) and (self.looked or self.is_guarded(call))

    def is_guarded(self, node: Any) -> bool:
        """Whether code is only run when its file is the program.

        Args:
            node: the code.
        """
        while node is not None:
            if type(node) is cst.If and "__name__" in names_read(node.test):
                return True
            node = self._parents[node]
        return False

    def knows(self, node: Any) -> bool:
        """Whether a node stands in the code, and in no function inside of it."""
        return node in self._parents

    def is_unread(self, node: Any) -> bool:
        """Whether nobody reads what an expression gives.

        Args:
            node: the expression.
        """
        parent = self._parents[node]
        if type(parent) is not cst.Assign or len(parent.targets) != 1:
            return type(parent) is cst.Expr
        reads = [read for name in _bound(parent.targets[0].target) for read in self._reads[name]]
        return all(self._is_bound(read) or type(read) is cst.Name and self.is_unread(read) for read in reads)

    def is_thrown_away(self, node: Any) -> bool:
        """Whether what an expression gives is given no name, but perhaps that of a thing to be thrown away.

        Args:
            node: the expression.
        """
        parent = self._parents.get(node)
        if type(parent) is cst.Assign and len(parent.targets) == 1:
            target = parent.targets[0].target
        elif type(parent) is cst.AnnAssign:
            target = parent.target
        else:
            return type(parent) is cst.Expr
        return list(_bound(target)) == ["_"] and all(map(self._is_bound, self._reads["_"]))

    def is_measured(self, node: Any, seen: frozenset[str] = frozenset()) -> bool:
        """Whether nothing but the shape of what an expression gives is looked at; under a name, not even that.

        Args:
            node: the expression.
            seen: the names that are followed already.
        """
        parent = self._parents[node]
        if type(parent) is cst.Attribute and parent.attr.value in _SHAPES or _is_measure(parent, self._parents):
            self.looked = True
            return True
        if type(parent) is cst.Arg or type(parent) is cst.Attribute and parent.attr.value == "numpy":
            return self._is_of_call(parent, seen)
        if type(parent) is cst.Subscript:
            return parent.value is node and self.is_measured(parent, seen)
        if type(parent) is cst.Assign and len(parent.targets) == 1:
            return self._are_measured(_bound(parent.targets[0].target), seen)
        return type(parent) in _GIVES and self._are_measured(_bound(parent.target), seen)

    def _is_of_call(self, part: Any, seen: frozenset[str]) -> bool:
        call = self._parents[part]
        return type(call) is cst.Call and self.is_measured(call, seen)

    def _are_measured(self, names: Iterator[str], seen: frozenset[str]) -> bool:
        new = set(names) - seen
        reads = [read for name in new for read in self._reads[name] if not self._is_bound(read)]
        return all(self.is_measured(read, seen | new) for read in reads)

    def _is_bound(self, name: Any) -> bool:
        node, parent = name, self._parents[name]
        while type(parent) in (cst.Element, cst.Tuple, cst.List):
            node, parent = parent, self._parents[parent]
        return type(parent) is cst.AssignTarget or type(parent) in _GIVES and parent.target is node


def _is_measure(part: Any, parents: dict[Any, Any]) -> bool:
    return type(part) is cst.Arg and dotted(parents[part]).rpartition(".")[2] in _MEASURES


def _bound(target: Any) -> Iterator[str]:
    """Yield the names that a target binds; nothing else counts."""
    if type(target) is cst.Name:
        yield target.value
    elif type(target) in (cst.Tuple, cst.List):
        for element in target.elements:
            yield from _bound(element.value)
