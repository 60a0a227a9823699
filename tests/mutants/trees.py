"""Changing a syntax tree at chosen nodes, and asking simple questions of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import libcst as cst
import libcst.matchers as m
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

Node = TypeVar("Node", bound=cst.CSTNode)
Edits = Mapping[cst.CSTNode, Callable[[Any], Any]]
"""What becomes of some nodes: a function from the node, whose children are changed already, to what replaces it."""


def changing(**fields: Any) -> Callable[[Any], Any]:
    """Return the change that gives a node's fields other values."""
    return lambda node: node.with_changes(**fields)


class _Editor(cst.CSTTransformer):
    def __init__(self, edits: Edits) -> None:
        super().__init__()
        self._edits = edits

    def on_leave(self, original_node: Any, updated_node: Any) -> Any:
        edit = self._edits.get(original_node)
        return updated_node if edit is None else edit(updated_node)


def edited(tree: cst.Module, edits: Edits) -> str:
    """Return the text of a tree with some of its nodes changed."""
    return tree.visit(_Editor(edits)).code


def every(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield a node and all nodes inside it, in the order of the source."""
    yield node
    for child in node.children:
        yield from every(child)


def found(node: cst.CSTNode, kind: type[Node]) -> Iterator[Node]:
    """Yield the nodes of a kind inside a node, itself included, in the order of the source."""
    if isinstance(node, kind):
        yield node
    for child in node.children:
        yield from found(child, kind)


def text(node: cst.CSTNode) -> str:
    """Return a node as source."""
    return cst.Module([]).code_for_node(node)


def last_name(node: cst.CSTNode) -> str:
    """Return ``c`` of ``a.b.c`` and of ``c``, "" for anything that is no such name."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        return node.attr.value
    if isinstance(node, cst.Subscript):
        return last_name(node.value)
    return ""


def keyword(call: cst.Call, name: str) -> cst.Arg | None:
    """Return a keyword argument."""
    return next((arg for arg in call.args if arg.keyword is not None and arg.keyword.value == name), None)


def is_constant(arg: cst.Arg | None, value: str) -> bool:
    """Whether an argument is a name or number, as written."""
    return arg is not None and text(arg.value) == value


def with_keyword(call: cst.Call, name: str, value: str) -> cst.Call:
    """Return a call with a keyword argument set, in its place if it is there."""
    args = [arg for arg in call.args if arg.keyword is None or arg.keyword.value != name]
    new = cst.Arg(
        cst.parse_expression(value),
        cst.Name(name),
        equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
    )
    if len(args) < len(call.args):
        return call.with_changes(args=[_with_value(arg, name, value) for arg in call.args])
    at = next((i for i, arg in enumerate(args) if arg.star == "**"), len(args))
    return call.with_changes(args=_separated([*args[:at], new, *args[at:]]))


def _with_value(arg: cst.Arg, name: str, value: str) -> cst.Arg:
    if arg.keyword is None or arg.keyword.value != name:
        return arg
    return arg.with_changes(value=cst.parse_expression(value))


def without_keyword(call: cst.Call, name: str) -> cst.Call:
    """Return a call without a keyword argument."""
    return call.with_changes(
        args=_separated([arg for arg in call.args if arg.keyword is None or arg.keyword.value != name])
    )


def _separated(args: list[cst.Arg]) -> list[cst.Arg]:
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    middle = [arg if isinstance(arg.comma, cst.Comma) else arg.with_changes(comma=comma) for arg in args[:-1]]
    return [*middle, *args[-1:]]


@dataclass(eq=False)
class Subject:
    """A program that an operator looks at."""

    source: str

    @cached_property
    def tree(self) -> cst.Module:
        """Its syntax tree."""
        return cst.parse_module(self.source)

    @cached_property
    def parents(self) -> dict[cst.CSTNode, cst.CSTNode]:
        """The node around each node."""
        around: dict[cst.CSTNode, cst.CSTNode] = {}
        stack: list[cst.CSTNode] = [self.tree]
        while stack:
            node = stack.pop()
            for child in node.children:
                around[child] = node
                stack.append(child)
        return around

    @cached_property
    def ranges(self) -> Mapping[cst.CSTNode, CodeRange]:
        """Where each node stands."""
        return MetadataWrapper(self.tree, unsafe_skip_copy=True).resolve(PositionProvider)

    def owners(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Yield the nodes around a node, innermost first."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def owner(self, node: cst.CSTNode, kind: type[Node]) -> Node | None:
        """Return the innermost node of a kind around a node."""
        return next((owner for owner in self.owners(node) if isinstance(owner, kind)), None)

    @cached_property
    def calls(self) -> list[cst.Call]:
        """All calls."""
        return list(found(self.tree, cst.Call))

    @cached_property
    def constructors(self) -> list[cst.Call]:
        """The calls of Keras's class BatchNormalization."""
        return [call for call in self.calls if last_name(call.func) == "BatchNormalization" and not self.is_graph]

    @cached_property
    def is_graph(self) -> bool:
        """Whether it is TF1 graph code."""
        return "compat.v1" in self.source

    @cached_property
    def functions(self) -> dict[str, cst.FunctionDef]:
        """Functions and methods by name."""
        return {definition.name.value: definition for definition in found(self.tree, cst.FunctionDef)}

    @cached_property
    def classes(self) -> dict[str, cst.ClassDef]:
        """Classes by name."""
        return {definition.name.value: definition for definition in found(self.tree, cst.ClassDef)}

    def bases(self, definition: cst.ClassDef) -> set[str]:
        """Return the last names of a class's bases, those of its bases in the same file included."""
        names = {last_name(base.value) for base in definition.bases}
        for name in tuple(names):
            if name in self.classes and self.classes[name] is not definition:
                names |= self.bases(self.classes[name])
        return names

    def is_keras(self, definition: cst.ClassDef) -> bool:
        """Whether a class is a Keras layer or model."""
        return bool(self.bases(definition) & {"Model", "Layer"})

    def keras_call(self, node: cst.CSTNode) -> cst.ClassDef | None:
        """Return the Keras class in whose ``call`` a node stands."""
        for owner in self.owners(node):
            if isinstance(owner, cst.FunctionDef):
                around = self.owner(owner, cst.ClassDef)
                return around if owner.name.value == "call" and around is not None and self.is_keras(around) else None
        return None

    def tape(self, node: cst.CSTNode) -> cst.With | None:
        """Return the ``with`` of a gradient tape around a node that trains weights, not inputs."""
        for owner in self.owners(node):
            if isinstance(owner, cst.With) and "GradientTape" in "".join(text(item) for item in owner.items):
                return None if ".watch(" in text(owner.body) else owner
        return None

    @cached_property
    def normalized(self) -> frozenset[str]:
        """The names of variables, attributes, parameters, functions and classes that (may) hold a BN layer.

        Names are taken as names, whatever scope they live in. What a class holds, its instances hold.
        """
        names = {"BatchNormalization"}
        facts = list(self._flows())
        while True:
            more = {target for target, sources in facts if sources & names} - names
            if not more:
                return frozenset(names)
            names |= more

    def _flows(self) -> Iterator[tuple[str, frozenset[str]]]:
        for node in every(self.tree):
            if isinstance(node, cst.Assign):
                for target in node.targets:
                    yield from _pairs(target.target, node.value)
            elif isinstance(node, cst.AnnAssign) and node.value is not None:
                yield from _pairs(node.target, node.value)
            elif isinstance(node, (cst.For, cst.CompFor)):
                yield from _pairs(node.target, node.iter)
            elif isinstance(node, (cst.FunctionDef, cst.ClassDef)):
                yield node.name.value, _made(node)
            elif isinstance(node, cst.Call):
                if m.matches(node.func, m.Attribute(attr=m.Name("add") | m.Name("append"))):
                    assert isinstance(node.func, cst.Attribute)
                    yield last_name(node.func.value), frozenset().union(*(_names(arg) for arg in node.args))
                yield from self._handed_in(node)

    def _handed_in(self, call: cst.Call) -> Iterator[tuple[str, frozenset[str]]]:
        name = last_name(call.func)
        definition = self.functions.get(name)
        if name in self.classes:
            body = self.classes[name].body
            definition = next((f for f in body.body if m.matches(f, m.FunctionDef(name=m.Name("__init__")))), None)  # type: ignore[assignment]
        if definition is None:
            return
        params = [param.name.value for param in definition.params.params]
        params = params[1:] if params[:1] in (["self"], ["cls"]) else params
        for index, arg in enumerate(call.args):
            if arg.keyword is not None:
                yield arg.keyword.value, _names(arg.value)
            elif index < len(params) and not arg.star:
                yield params[index], _names(arg.value)


def _pairs(target: cst.BaseExpression, value: cst.BaseExpression) -> Iterator[tuple[str, frozenset[str]]]:
    if isinstance(target, (cst.Tuple, cst.List)):
        matched = isinstance(value, (cst.Tuple, cst.List)) and len(value.elements) == len(target.elements)
        for index, element in enumerate(target.elements):
            yield from _pairs(element.value, value.elements[index].value if matched else value)  # type: ignore[attr-defined]
    elif name := last_name(target):
        yield name, _names(value)


def _names(node: cst.CSTNode) -> frozenset[str]:
    """Return the names in an expression that stand for objects, not for the tensors that calls of them return."""
    return frozenset(name.value for name in found(node, cst.Name))


def _made(node: cst.FunctionDef | cst.ClassDef) -> frozenset[str]:
    """Return the names of what a body calls."""
    return frozenset(last_name(call.func) for call in found(node.body, cst.Call)) - {"__init__"}
