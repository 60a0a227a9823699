"""What becomes of a value in the function that makes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import libcst as cst

from bnlint.libraries.habits import ABOUT_TENSORS, BREAKS, COMPUTES, GOES_THROUGH, PUTS_IN, TELLS_OF_OBJECTS
from bnlint.libraries.keras_models import GIVES_WEIGHTS, GRAPHS, LISTS_LAYERS, OF_WEIGHTS, SAVING
from bnlint.patterns import pattern
from bnlint.syntax.words import dotted, names_in, nodes_in, parts_of


def is_unrecorded(function: Any, value: Any) -> bool:
    """Whether no gradient gets to a value: the function only asks for the place of its largest entry, and the like.

    It may give it names, and compute with it what it asks so.

    Args:
        function: its definition.
        value: an expression in it.
    """
    return _Uses(function).are_unrecorded(value, frozenset())


def gives_weights_only(body: Any, call: Any) -> bool:
    """Whether the model that a call is a part of only gives its weights away, and nobody gets or runs its graph.

    Args:
        body: the function or module that the call stands in.
        call: its syntax.
    """
    donor = _Donor(body, call)
    return donor.keeps(call) and donor.gives


def is_made_by_tensorflow(body: Any, call: Any) -> bool:
    """Whether what a call gets is made by a function of TensorFlow, whatever layers it went through since.

    Args:
        body: the function or module that the call stands in.
        call: its syntax, with an argument.
    """
    return _Origin(body).is_made_by_tensorflow(call.args[0].value)


class _Uses:
    """What stands around each node of some code.

    Args:
        function: the definition of a function, or a module.
    """

    def __init__(self, function: Any) -> None:
        self._function = function
        self._around: dict[int, Any] = dict(_around(function))

    def are_unrecorded(self, node: Any, names: frozenset[str]) -> bool:
        """Whether no gradient gets to an expression from what it is used for.

        Args:
            node: the expression.
            names: those that are being looked at.
        """
        outer = self._around.get(id(node))
        while outer is not None:
            kind = type(outer)
            if kind is cst.Assign:
                target = outer.targets[0].target
                return len(outer.targets) == 1 and type(target) is cst.Name and self._is_unread(target, names)
            if kind in _BREAKING or (kind is cst.Attribute and outer.attr.value in (*BREAKS, *ABOUT_TENSORS)):
                return True
            if kind is cst.Call and outer.func is not node:
                name = dotted(outer.func)
                if name.rpartition(".")[2] in BREAKS:
                    return True
                if name.partition(".")[0] not in COMPUTES:
                    return False
            elif kind not in _TRANSPARENT:
                return False
            node, outer = outer, self._around.get(id(outer))
        return False

    def _is_unread(self, target: Any, names: frozenset[str]) -> bool:
        """Whether no gradient gets to any use of a name."""
        if target.value in names:
            return True
        uses = [node for node in nodes_in(self._function) if type(node) is cst.Name and node.value == target.value]
        return all(self.are_unrecorded(use, names | {target.value}) for use in uses)


class _Donor(_Uses):
    """What becomes of a tensor of a graph, of the model that ends in it, and of the layers in that.

    Args:
        body: the function or module.
        made: the call that makes the tensor.
    """

    gives = False
    """Whether somebody takes weights."""

    def __init__(self, body: Any, made: Any) -> None:
        super().__init__(body)
        self._made = made
        self._names: set[str] = set()

    def keeps(self, node: Any) -> bool:
        """Whether an expression is used for the weights behind it alone.

        Args:
            node: the expression.
        """
        while (outer := self._around.get(id(node))) is not None:
            kind = type(outer)
            if kind in (cst.Assign, cst.For):
                return self._keep(outer)
            if kind is cst.Call and not self._goes_on(outer, node):
                return self._only_looks(outer)
            if kind is cst.Attribute and (outer.attr is node or outer.attr.value not in LISTS_LAYERS):
                self.gives = self.gives or outer.attr.value in GIVES_WEIGHTS
                known = outer.attr is node or outer.attr.value in (*OF_WEIGHTS, *PUTS_IN)
                return known or outer.attr.value in SAVING and self._saves_either(outer)
            if kind not in (*_TRANSPARENT, *_LISTS):
                return kind in (cst.AssignTarget, cst.Expr)
            node = outer
        return False

    def _goes_on(self, call: Any, node: Any) -> bool:
        """Whether what a call makes of an expression is a tensor or model of the same graph, or layers of it."""
        if call is self._made:
            return False
        if call.func is node:
            return type(node) is cst.Attribute
        in_place = type(call.func) is cst.Call
        return in_place or dotted(call.func).rpartition(".")[2] in (*GRAPHS, *GOES_THROUGH)

    def _only_looks(self, call: Any) -> bool:
        """Whether nothing comes of what a call gets, or it puts it into a list of which nothing does."""
        of, _, name = dotted(call.func).rpartition(".")
        puts = name in PUTS_IN and type(call.func) is cst.Attribute and type(call.func.value) is cst.Name
        return call is self._made or name in TELLS_OF_OBJECTS or puts and self._keep_names([of])

    def _keep(self, statement: Any) -> bool:
        targets = [statement.target] if type(statement) is cst.For else [each.target for each in statement.targets]
        parts = [part for each in targets for part in _parts(each)]
        return all(type(part) is cst.Name for part in parts) and self._keep_names([part.value for part in parts])

    def _keep_names(self, names: list[str]) -> bool:
        new = set(names) - self._names
        self._names |= new
        uses = [node for node in nodes_in(self._function) if type(node) is cst.Name and node.value in new]
        return all(self.keeps(use) for use in uses)

    def _saves_either(self, node: Any) -> bool:
        """Whether a model is saved in one branch, and its weights alone in the other, which programs load again."""
        outer = self._around.get(id(node))
        while outer is not None and type(outer) is not cst.If:
            node, outer = outer, self._around.get(id(outer))
        if outer is None:
            return False
        others = nodes_in(outer.orelse if node is outer.body else outer.body)
        return any(type(each) is cst.Attribute and each.attr.value in GIVES_WEIGHTS for each in others)


class _Origin(_Uses):
    """Where values come from."""

    def is_made_by_tensorflow(self, value: Any) -> bool:
        """Whether a function of TensorFlow makes a value, or a layer in its place makes it of such a one.

        Args:
            value: an expression in the code.
        """
        while True:
            if type(value) is cst.Name:
                value = self._given(value)
            elif type(value) is cst.Call and type(value.func) is cst.Call and value.args:
                value = value.args[0].value
            else:
                break
        library, _, name = dotted(value.func if type(value) is cst.Call else None).partition(".")
        return library in ("tf", "tensorflow") and _MAKES_TENSORS.fullmatch(name) is not None

    def _given(self, name: cst.Name) -> Any:
        """Return what a name was given last, None where that is not known or somebody else gives it."""
        node: Any = name
        while (outer := self._around.get(id(node))) is not None and type(outer) not in _SCOPES:
            block = getattr(outer, "body", None)
            if isinstance(block, (list, tuple)):
                before = block[: next(place for place, each in enumerate(block) if each is node)]
                last = next((each for each in reversed(before) if name.value in _bound_in(each)), None)
                if last is not None:
                    return _given_by(last, name.value)
            elif name.value in _bound_by_head(outer):
                return None
            node = outer
        return None


def _bound_by_head(statement: Any) -> set[str]:
    """Return the names that a ``for`` or ``with`` binds for its block."""
    if type(statement) is cst.For:
        return names_in(statement.target)
    return _bound_in(statement.items) if type(statement) is cst.With else set()


def _given_by(statement: Any, name: str) -> Any:
    """Return what a statement gives a name for certain, and nothing else; None where that is not known."""
    if type(statement) is cst.Assign:
        return statement.value if [dotted(each.target) for each in statement.targets] == [name] else None
    if type(statement) is cst.AnnAssign:
        return statement.value if dotted(statement.target) == name else None
    if type(statement) in (cst.SimpleStatementLine, cst.IndentedBlock):
        return _given_by(next(each for each in reversed(statement.body) if name in _bound_in(each)), name)
    if type(statement) is cst.With and name in _bound_in(statement.body):
        return _given_by(statement.body, name)
    return None


def _bound_in(code: Any) -> set[str]:
    """Return the names that are bound in some code, and those that are read to bind an attribute or an entry."""
    bound = (
        getattr(node, "target", None) or getattr(node, "name", None)
        for node in nodes_in(code)
        if type(node) in _BINDING
    )
    return {name for target in bound for name in names_in(target)}


def _parts(target: Any) -> list[Any]:
    return [each.value for each in target.elements] if type(target) is cst.Tuple else [target]


def _around(function: Any) -> Iterator[tuple[int, Any]]:
    """Yield the ``id`` of each node in a function, with the node that it stands in."""
    stack = [function]
    while stack:
        outer = stack.pop()
        parts = list(parts_of(outer))
        while parts:
            part = parts.pop()
            if isinstance(part, (list, tuple)):
                parts.extend(part)
            else:
                yield id(part), outer
                stack.append(part)


_BREAKING = (cst.AssignTarget, cst.Comparison, cst.FormattedStringExpression)
"""What comes out of these has no gradient, and what binds a name anew asks for nothing."""

_TRANSPARENT = (cst.Arg, cst.Call, cst.Attribute, cst.BinaryOperation, cst.UnaryOperation, cst.Subscript)
"""What is computed with a value inside these is a value of its own."""

_MAKES_TENSORS = pattern(r"(?:(?:nn|math|image|linalg)\.)?(?!batch_normalization|cond)[a-z]\w*")
"""Functions of TensorFlow that take no KerasTensors of Keras 3; of these two some do."""

_SCOPES = (cst.FunctionDef, cst.ClassDef, cst.Lambda)
_BINDING = (
    cst.AssignTarget,
    cst.AnnAssign,
    cst.AugAssign,
    cst.AsName,
    cst.CompFor,
    cst.For,
    cst.FunctionDef,
    cst.NamedExpr,
)
"""What binds names, other than by an import."""

_LISTS = (cst.Element, cst.List, cst.Tuple, cst.ListComp, cst.IfExp)
"""What is inside these may be what comes out, or a part of that."""
