"""Writers of what changes at a call."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any

import libcst as cst

from bnlint.events import Site
from bnlint.fixes import changes
from bnlint.fixes.layout import walk
from bnlint.fixes.writer import NotWritable, Text, Writer, call_at, parameters, variables
from bnlint.results.edits import Edit

_CALLS_ITS_ARGUMENT = frozenset(
    "map map_fn vectorized_map run experimental_run experimental_run_v2 cond field defaultdict".split()
)
"""Functions and methods that call what they are given: what is passed to them does not reach it."""


class PassArgument(Writer[changes.PassArgument]):
    """``f(x)`` becomes ``f(x, name=value)``."""

    def nodes(self) -> Iterable[Any]:
        """Return the argument that is replaced, or the call and the last one."""
        call = self._call()
        written = self._written(call)
        return (written.value, written) if written is not None else (call, *call.args[-1:])

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield the insertion or replacement."""
        call = self._call()
        argument = f"{self.change.name}={self.change.value}"
        written = self._written(call)
        if written is not None and written.keyword is not None:
            yield text.replace(written.value, self.change.value)
        elif written is not None:
            yield text.replace(written, argument)
        elif call.args:
            yield from text.append(*text.span(call.args[-1]), argument)
        else:
            yield Edit(text.span(call)[1] - 1, 0, argument)

    def _call(self) -> cst.Call:
        node = self.change.call.node
        if isinstance(node, cst.Arg):
            node = next(self.layout.around(node))
        call = call_at(node)
        func = call.func.attr if isinstance(call.func, cst.Attribute) else call.func
        name = func.value if isinstance(func, cst.Name) else ""
        if name in _CALLS_ITS_ARGUMENT or self.change.of not in ("", name):
            raise NotWritable
        if not self.change.to_any and isinstance(call.func, cst.Name) and self._is_bound_around(call, name):
            raise NotWritable
        return call

    def _is_bound_around(self, call: cst.Call, name: str) -> bool:
        """Whether a name is the variable of a loop, or a parameter, around the call."""
        for node in self.layout.around(call):
            if isinstance(node, (cst.FunctionDef, cst.Lambda)):
                if any(param.name.value == name for param in parameters(node)):
                    return True
            loops: list[Any] = [node] if isinstance(node, cst.For) else []
            if isinstance(node, cst.BaseComp):
                loops = [child for child in walk(node) if isinstance(child, cst.CompFor)]
            if any(variable.value == name for loop in loops for variable in variables(loop.target)):
                return True
        return False

    def _written(self, call: cst.Call) -> cst.Arg | None:
        """Return the argument to be replaced, None if it is not written at this call."""
        wanted = self.change.instead_of
        for index, arg in enumerate(call.args):
            if wanted is not None and arg is wanted.node or _keyword(arg) == self.change.name:
                if arg.star:
                    raise NotWritable  # it brings other arguments, too
                if arg.keyword is None:
                    _refuse_positional_after(call, index)
                return arg
        if wanted is not None or any(arg.star == "**" for arg in call.args):
            raise NotWritable  # it comes from a dict of options, or may do
        if len(call.args) == 1 and isinstance(call.args[0].value, cst.GeneratorExp) and not call.args[0].value.lpar:
            raise NotWritable  # f(x for x in y) takes no second argument
        return None


class SetNumber(Writer[changes.SetNumber]):
    """``f(name=1)`` becomes ``f(name=value)``; what is handed on to there changes where it is written."""

    def nodes(self) -> Iterable[Any]:
        """Return the expression that is the number."""
        return (self._number(),)

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield the replacement."""
        yield text.replace(self._number(), self.change.value)

    def _number(self) -> Any:
        call = call_at(self.change.call.node)
        arg = call.args[_index(call, self.change.argument)]
        if _is_arithmetic(arg.value):
            return arg.value
        decided = self.change.decided_at.node if self.change.decided_at is not None else None
        if not _is_arithmetic(decided) or self._is_another_number(decided):
            raise NotWritable
        if not self._is_handed_over(decided) and not (
            isinstance(arg.value, cst.Name) and self._constant(arg.value.value, _keyword(arg)) is decided
        ):
            raise NotWritable
        return decided

    def _is_another_number(self, decided: Any) -> bool:
        """Whether something was worked out on the way; a sum is the number that it gives."""
        return isinstance(decided, (cst.Integer, cst.Float)) and ast.literal_eval(decided.value) != self.change.old

    def _is_handed_over(self, decided: Any) -> bool:
        """Whether it is a parameter's default or a call's argument: what has a name is for one purpose."""
        around = next(self.layout.around(decided))
        return (isinstance(around, cst.Param) and around.default is decided) or isinstance(around, cst.Arg)

    def _constant(self, name: str, keyword: str | None) -> Any:
        """Return the value of a constant of the module that is used for this argument only."""
        uses: set[int] = set()
        values: dict[int, Any] = {}
        for node in walk(self.layout.tree):
            if isinstance(node, cst.Arg) and _keyword(node) == keyword:
                uses.add(id(node.value))
            elif isinstance(node, cst.Assign) and len(node.targets) == 1:
                values[id(node.targets[0].target)] = node.value
        names = [id(node) for node in variables(self.layout.tree) if node.value == name]
        assigned = [values[key] for key in names if key in values]
        if len(assigned) != 1 or not _is_arithmetic(assigned[0]) or not uses.issuperset(set(names) - values.keys()):
            raise NotWritable
        return assigned[0]


class DropArgument(Writer[changes.DropArgument]):
    """``f(x, name=1)`` becomes ``f(x)``."""

    def nodes(self) -> Iterable[Any]:
        """Return the argument and the one before it."""
        call = call_at(self.change.call.node)
        index = _index(call, self.change.argument)
        _refuse_positional_after(call, index)
        return call.args[max(index - 1, 0) : index + 1]

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield the removal of the argument and of one comma; comments stay."""
        call = call_at(self.change.call.node)
        index = _index(call, self.change.argument)
        start, end = text.span(call.args[index])
        comma = text.behind_comma(end)
        if comma is not None and (index + 1 < len(call.args) or text.indent_if_first(start) is not None or not index):
            end = comma
        elif index:
            before = text.span(call.args[index - 1])[1]
            if "#" not in text.source[before:start]:
                start = before
        yield text.cut(start, end)


class RenameArgument(Writer[changes.RenameArgument]):
    """``f(old=1)`` or ``f(1)`` becomes ``f(name=1)``."""

    def nodes(self) -> Iterable[Any]:
        """Return the keyword, or the argument without one."""
        call = call_at(self.change.call.node)
        index = _index(call, self.change.argument)
        if any(_keyword(arg) == self.change.name or arg.star for arg in call.args):
            raise NotWritable
        arg = call.args[index]
        if arg.keyword is None:
            _refuse_positional_after(call, index)
        return (arg.keyword or arg,)

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield the replacement or insertion of the keyword."""
        call = call_at(self.change.call.node)
        arg = call.args[_index(call, self.change.argument)]
        if arg.keyword is not None:
            yield text.replace(arg.keyword, self.change.name)
        else:
            yield Edit(text.span(arg)[0], 0, f"{self.change.name}=")


class CallObject(Writer[changes.CallObject]):
    """``x.call(y)`` becomes ``x(y)``."""

    def nodes(self) -> Iterable[Any]:
        """Return the dot and the attribute."""
        func = self._func()
        return (func.dot, func.attr)

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield the removal."""
        func = self._func()
        start, end = text.span(func.dot)[0], text.span(func.attr)[1]
        if "#" in text.source[start:end]:
            raise NotWritable
        yield Edit(start, end - start, "")

    def _func(self) -> cst.Attribute:
        func = call_at(self.change.call.node).func
        if not isinstance(func, cst.Attribute) or func.attr.value != "call" or func.lpar:
            raise NotWritable
        return func


def _index(call: cst.Call, argument: Site) -> int:
    """Return which argument of the call it is; one that is written elsewhere (in a dict of options) is none."""
    for index, arg in enumerate(call.args):
        if arg is argument.node and not arg.star:
            return index
    raise NotWritable


def _refuse_positional_after(call: cst.Call, index: int) -> None:
    """Arguments by position may not follow one by keyword, and must not move to another position."""
    if any(arg.keyword is None and arg.star != "**" for arg in call.args[index + 1 :]):
        raise NotWritable


def _keyword(arg: cst.Arg) -> str | None:
    return arg.keyword.value if arg.keyword is not None else None


def _is_arithmetic(node: Any) -> bool:
    """Whether an expression is a number, or numbers put together by operators; one with names in it is a formula."""
    if isinstance(node, cst.UnaryOperation):
        return _is_arithmetic(node.expression)
    if isinstance(node, cst.BinaryOperation):
        return _is_arithmetic(node.left) and _is_arithmetic(node.right)
    return isinstance(node, (cst.Integer, cst.Float))
