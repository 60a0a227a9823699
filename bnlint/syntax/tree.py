"""The syntax tree that the interpreter reads: libcst's nodes, without the layout.

libcst's parser spends nine tenths of its time on what no rule asks for: the white space between all tokens, in nodes of
its own. flake8 has parsed the file with the stdlib anyway. So the nodes are made from the stdlib's tree, with those
fields only that mean something to the interpreter; the others stay unset. What is written anew (``bnlint.fixes``)
needs the layout and is parsed by libcst itself (``bnlint.fixes.layout``).

Differences to what libcst parses, all without a meaning of their own: every block is an ``IndentedBlock``, small
statements never share a line, an ``else`` that holds one ``if`` is an ``elif``, string literals side by side are one
literal, and names in annotations are left out. What the interpreter does not read (deletions, type aliases, template
strings) is ``UNREAD`` or ``pass``.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from dataclasses import field
from functools import cache
from typing import Any, TypeVar

import libcst as cst

from bnlint.records import dataclass

Origins = dict[int, Any]
Told = TypeVar("Told")
"""What nodes were made from, by ``id``: a node of the stdlib's tree, or the first and the last one."""

FIELDS: dict[type, tuple[str, ...]] = {
    cst.AnnAssign: ("target", "value"),
    cst.Arg: ("value", "keyword", "star"),
    cst.AsName: ("name",),
    cst.Assert: ("test",),
    cst.Assign: ("targets", "value"),
    cst.AssignTarget: ("target",),
    cst.Attribute: ("value", "attr"),
    cst.AugAssign: ("target", "operator", "value"),
    cst.Await: ("expression",),
    cst.BinaryOperation: ("left", "operator", "right"),
    cst.BooleanOperation: ("left", "operator", "right"),
    cst.Break: (),
    cst.Call: ("func", "args"),
    cst.ClassDef: ("name", "bases", "keywords", "decorators", "body"),
    cst.CompFor: ("target", "iter", "ifs", "inner_for_in"),
    cst.CompIf: ("test",),
    cst.Comparison: ("left", "comparisons"),
    cst.ComparisonTarget: ("operator", "comparator"),
    cst.Continue: (),
    cst.Decorator: ("decorator",),
    cst.Del: ("target",),
    cst.Dict: ("elements",),
    cst.DictComp: ("key", "value", "for_in"),
    cst.DictElement: ("key", "value"),
    cst.Element: ("value",),
    cst.Ellipsis: (),
    cst.Else: ("body",),
    cst.ExceptHandler: ("type", "name", "body"),
    cst.Expr: ("value",),
    cst.Finally: ("body",),
    cst.Float: ("value",),
    cst.For: ("target", "iter", "body", "orelse"),
    cst.FormattedString: ("parts",),
    cst.FormattedStringExpression: ("expression", "conversion", "format_spec", "equal"),
    cst.FormattedStringText: ("value",),
    cst.From: ("item",),
    cst.FunctionDef: ("name", "params", "decorators", "body"),
    cst.GeneratorExp: ("elt", "for_in"),
    cst.Global: ("names",),
    cst.If: ("test", "body", "orelse"),
    cst.IfExp: ("test", "body", "orelse"),
    cst.Import: ("names",),
    cst.ImportAlias: ("name", "asname"),
    cst.ImportFrom: ("module", "names", "relative"),
    cst.ImportStar: (),
    cst.IndentedBlock: ("body",),
    cst.Index: ("value",),
    cst.Integer: ("value",),
    cst.Lambda: ("params", "body"),
    cst.List: ("elements",),
    cst.ListComp: ("elt", "for_in"),
    cst.Match: ("subject", "cases"),
    cst.MatchAs: ("pattern", "name"),
    cst.MatchCase: ("pattern", "guard", "body"),
    cst.MatchClass: ("cls", "patterns", "kwds"),
    cst.MatchKeywordElement: ("key", "pattern"),
    cst.MatchList: ("patterns",),
    cst.MatchMapping: ("elements", "rest"),
    cst.MatchMappingElement: ("key", "pattern"),
    cst.MatchOr: ("patterns",),
    cst.MatchOrElement: ("pattern",),
    cst.MatchSequenceElement: ("value",),
    cst.MatchSingleton: ("value",),
    cst.MatchStar: ("name",),
    cst.MatchValue: ("value",),
    cst.Module: ("body",),
    cst.Name: ("value",),
    cst.NameItem: ("name",),
    cst.NamedExpr: ("target", "value"),
    cst.Nonlocal: ("names",),
    cst.Param: ("name", "default"),
    cst.Parameters: ("posonly_params", "params", "star_arg", "kwonly_params", "star_kwarg"),
    cst.Pass: (),
    cst.Raise: (),
    cst.Return: ("value",),
    cst.Set: ("elements",),
    cst.SetComp: ("elt", "for_in"),
    cst.SimpleStatementLine: ("body",),
    cst.SimpleString: ("value",),
    cst.Slice: ("lower", "upper", "step"),
    cst.StarredDictElement: ("value",),
    cst.StarredElement: ("value",),
    cst.Subscript: ("value", "slice"),
    cst.SubscriptElement: ("slice",),
    cst.Try: ("body", "handlers", "orelse", "finalbody"),
    cst.TryStar: ("body", "handlers", "orelse", "finalbody"),
    cst.Tuple: ("elements",),
    cst.UnaryOperation: ("operator", "expression"),
    cst.While: ("test", "body", "orelse"),
    cst.With: ("items", "body"),
    cst.WithItem: ("item", "asname"),
    cst.Yield: ("value",),
}
"""What is set of each kind of node."""

_LONGEST = 200
"""Longer strings are no names, flags or formats of anything; the text of those that only stand there is not kept."""
_LONGEST_DOCUMENT = 5_000
"""Of longer strings it is kept nowhere: they are no settings either."""
_TOO_LONG = repr("." * _LONGEST)
_DIGITS = 10**28


_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


@dataclass(eq=False)
class Tree:
    """A module's syntax tree.

    Args:
        root: libcst's nodes, as far as they are read.
        origins: the stdlib's nodes that they were made from, by ``id``; None once they are let go.
        lines: the first lines of statements at the top, functions and classes, by ``id``, once those are let go.
        told: what its parts say, by ``id`` and by who asked: each analysis asks the same.
    """

    root: cst.Module
    origins: Origins | None
    lines: dict[int, int] | None = None
    told: dict[tuple[int, Callable[[Any], Any]], Any] = field(default_factory=dict)

    def tells(self, node: Any, what: Callable[[Any], Told]) -> Told:
        """Return what a function makes of a part of the tree, which it is asked once.

        Args:
            node: the part.
            what: the function; it goes by nothing but the part.
        """
        key = id(node), what
        if key not in self.told:
            self.told[key] = what(node)
        made: Told = self.told[key]
        return made

    def let_go(self) -> None:
        """Let the stdlib's nodes go, three quarters of the memory that a tree takes: few are asked where they stand."""
        origins = self.origins
        if origins is None:
            return
        if self.lines is None:
            top = {id(_line_of(statement)) for statement in self.root.body}
            self.lines = {
                key: _first(origin).lineno
                for key, origin in origins.items()
                if isinstance(origin, _NAMED) or key in top and origin is not None
            }
        self.origins = None

    def line(self, node: Any) -> int | None:
        """Return the first line of a statement at the top, a function or a class; None where that is not told."""
        origins, key = self.origins, id(_line_of(node))
        if origins is None:
            return None if self.lines is None else self.lines.get(key)
        return None if origins.get(key) is None else int(_first(origins[key]).lineno)

    def take_back(self, twin: Tree) -> Origins:
        """Return the stdlib's nodes of this tree, and have them again.

        Args:
            twin: the tree of the same text, made anew.
        """
        found: Origins = {}
        theirs = twin.origins or {}
        pairs: list[tuple[Any, Any]] = [(self.root, twin.root)]
        while pairs:
            own, other = pairs.pop()
            if isinstance(own, (list, tuple)):
                pairs.extend(zip(own, other, strict=True))
            elif type(own) in FIELDS:
                if id(other) in theirs:
                    found[id(own)] = theirs[id(other)]
                pairs.extend((getattr(own, name), getattr(other, name)) for name in FIELDS[type(own)])
        self.origins = found
        return found


def _line_of(node: Any) -> Any:
    """Return what has a place: of a line the statement in it."""
    return node.body[0] if type(node) is cst.SimpleStatementLine else node


def _first(origin: Any) -> Any:
    return origin[0] if isinstance(origin, tuple) else origin


def build(stdlib: ast.Module, skipped: frozenset[int] = frozenset()) -> Tree:
    """Make the tree of a module.

    Args:
        stdlib: its tree by the stdlib.
        skipped: the ``id`` of statements that nest too deep to be read.
    """
    origins: Origins = dict.fromkeys(skipped)
    root = _module(_block(stdlib.body, origins))
    for key in skipped:
        del origins[key]
    return Tree(root, origins)


@cache
def _maker(fields: int) -> Callable[..., Callable[..., Any]]:
    """Return a function that takes a kind of node and the setters of so many fields, and returns what makes the node.

    As in ``collections.namedtuple`` it is compiled, since a loop over the fields costs more than setting them. Nodes of
    different kinds share it: most of 80 kinds have one to four fields, and compiling takes longer than the rest.
    """
    setters = [f"set_{i}" for i in range(fields)]
    lines = [f"def maker({', '.join(['new', 'kind', *setters])}):"]
    lines += [f"    def make({', '.join(f'field_{i}' for i in range(fields))}):", "        node = new(kind)"]
    lines += [f"        set_{i}(node, field_{i})" for i in range(fields)]
    known: dict[str, Any] = {}
    exec("\n".join([*lines, "        return node", "    return make"]), known)
    made: Callable[..., Callable[..., Any]] = known["maker"]
    return made


def _factory(kind: type) -> Callable[..., Any]:
    """Return a function that makes a node with just the fields it is given, in the order of ``FIELDS``.

    libcst's constructors fill in the layout, check it, and go through the guard of a frozen dataclass for each field:
    ten times the work.
    """
    names = FIELDS[kind]
    return _maker(len(names))(object.__new__, kind, *[getattr(kind, name).__set__ for name in names])


_ann_assign = _factory(cst.AnnAssign)
_arg = _factory(cst.Arg)
_as_name = _factory(cst.AsName)
_assert = _factory(cst.Assert)
_assign = _factory(cst.Assign)
_assign_target = _factory(cst.AssignTarget)
_attribute = _factory(cst.Attribute)
_aug_assign = _factory(cst.AugAssign)
_await = _factory(cst.Await)
_binary = _factory(cst.BinaryOperation)
_boolean = _factory(cst.BooleanOperation)
_call = _factory(cst.Call)
_class = _factory(cst.ClassDef)
_comp_for = _factory(cst.CompFor)
_comp_if = _factory(cst.CompIf)
_comparison = _factory(cst.Comparison)
_comparison_target = _factory(cst.ComparisonTarget)
_decorator = _factory(cst.Decorator)
_del = _factory(cst.Del)
_dict = _factory(cst.Dict)
_dict_comp = _factory(cst.DictComp)
_dict_element = _factory(cst.DictElement)
_element = _factory(cst.Element)
_else = _factory(cst.Else)
_except = _factory(cst.ExceptHandler)
_expr = _factory(cst.Expr)
_finally = _factory(cst.Finally)
_float = _factory(cst.Float)
_for = _factory(cst.For)
_formatted = _factory(cst.FormattedString)
_formatted_expression = _factory(cst.FormattedStringExpression)
_formatted_text = _factory(cst.FormattedStringText)
_from = _factory(cst.From)
_function = _factory(cst.FunctionDef)
_global = _factory(cst.Global)
_if = _factory(cst.If)
_if_exp = _factory(cst.IfExp)
_import = _factory(cst.Import)
_import_alias = _factory(cst.ImportAlias)
_import_from = _factory(cst.ImportFrom)
_indented = _factory(cst.IndentedBlock)
_index = _factory(cst.Index)
_integer = _factory(cst.Integer)
_lambda = _factory(cst.Lambda)
_match = _factory(cst.Match)
_match_as = _factory(cst.MatchAs)
_match_case = _factory(cst.MatchCase)
_match_class = _factory(cst.MatchClass)
_match_entry = _factory(cst.MatchMappingElement)
_match_keyword = _factory(cst.MatchKeywordElement)
_match_list = _factory(cst.MatchList)
_match_mapping = _factory(cst.MatchMapping)
_match_or = _factory(cst.MatchOr)
_match_or_element = _factory(cst.MatchOrElement)
_match_sequence_element = _factory(cst.MatchSequenceElement)
_match_singleton = _factory(cst.MatchSingleton)
_match_star = _factory(cst.MatchStar)
_match_value = _factory(cst.MatchValue)
_module = _factory(cst.Module)
_name = _factory(cst.Name)
_name_item = _factory(cst.NameItem)
_named = _factory(cst.NamedExpr)
_nonlocal = _factory(cst.Nonlocal)
_param = _factory(cst.Param)
_parameters = _factory(cst.Parameters)
_return = _factory(cst.Return)
_line = _factory(cst.SimpleStatementLine)
_simple_string = _factory(cst.SimpleString)
_slice = _factory(cst.Slice)
_starred_dict_element = _factory(cst.StarredDictElement)
_starred_element = _factory(cst.StarredElement)
_subscript = _factory(cst.Subscript)
_subscript_element = _factory(cst.SubscriptElement)
_tuple = _factory(cst.Tuple)
_unary = _factory(cst.UnaryOperation)
_while = _factory(cst.While)
_with = _factory(cst.With)
_with_item = _factory(cst.WithItem)
_yield = _factory(cst.Yield)

UNREAD = cst.Imaginary("0j")
"""An expression that the interpreter does not read."""
_PASS = _line([cst.Pass()])
_DOT = cst.Dot()

Node = Any
"""A node of either tree; mypy cannot follow a table of handlers by type."""


# -- expressions -----------------------------------------------------------------------------------------------


def _expression(node: Node, origins: Origins) -> Node:
    handler = _EXPRESSIONS.get(type(node))
    made = UNREAD if handler is None else handler(node, origins)
    origins[id(made)] = node
    return made


def _maybe(node: Node, origins: Origins) -> Node:
    return None if node is None else _expression(node, origins)


def _read_name(node: Node, origins: Origins) -> Node:
    return _name(node.id)


def _read_constant(node: Node, origins: Origins) -> Node:
    value = node.value
    kind = type(value)
    if kind is str or kind is bytes:
        return _simple_string(repr(value) if len(value) <= _LONGEST_DOCUMENT else _TOO_LONG)
    if kind is int:
        # str() of a large number takes long or fails; nobody computes with those.
        return _integer(str(value) if value < _DIGITS else "9" * 30)
    if kind is bool or value is None:
        return _name("None" if value is None else "True" if value else "False")
    if kind is float:
        return _float(repr(value))
    return cst.Ellipsis() if value is ... else UNREAD  # complex numbers


def _read_attribute(node: Node, origins: Origins) -> Node:
    return _attribute(_expression(node.value, origins), _name(node.attr))


def _read_call(node: Node, origins: Origins) -> Node:
    return _call(_expression(node.func, origins), _arguments(node.args, node.keywords, origins))


def _arguments(args: list[Node], keywords: list[Node], origins: Origins) -> list[Node]:
    """Return arguments in the order in which they are written."""
    written = [*args, *keywords]
    if args and keywords and type(args[-1]) is ast.Starred:
        written.sort(key=_place)  # f(a=1, *b)
    made = []
    for node in written:
        kind = type(node)
        if kind is ast.keyword:
            name = node.arg
            value = _expression(node.value, origins)
            argument = _arg(value, None, "**") if name is None else _arg(value, _name(name), "")
        elif kind is ast.Starred:
            argument = _arg(_expression(node.value, origins), None, "*")
        else:
            argument = _arg(_expression(node, origins), None, "")
        origins[id(argument)] = node
        made.append(argument)
    return made


def _place(node: Node) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _read_binary(node: Node, origins: Origins) -> Node:
    spine = []
    while type(node) is ast.BinOp:
        spine.append(node)
        node = node.left
    made = _expression(node, origins)
    for step in reversed(spine):
        made = _binary(made, _OPERATORS[type(step.op)], _expression(step.right, origins))
        origins[id(made)] = step
    return made


def _read_boolean(node: Node, origins: Origins) -> Node:
    operator = _OPERATORS[type(node.op)]
    made = _expression(node.values[0], origins)
    for value in node.values[1:]:
        made = _boolean(made, operator, _expression(value, origins))
    return made


def _read_unary(node: Node, origins: Origins) -> Node:
    return _unary(_OPERATORS[type(node.op)], _expression(node.operand, origins))


def _read_comparison(node: Node, origins: Origins) -> Node:
    targets = [
        _comparison_target(_OPERATORS[type(operator)], _expression(comparator, origins))
        for operator, comparator in zip(node.ops, node.comparators, strict=True)
    ]
    return _comparison(_expression(node.left, origins), targets)


def _read_conditional(node: Node, origins: Origins) -> Node:
    return _if_exp(*[_expression(part, origins) for part in (node.test, node.body, node.orelse)])


def _read_subscript(node: Node, origins: Origins) -> Node:
    index = node.slice
    parts = index.elts if type(index) is ast.Tuple and index.elts else (index,)
    return _subscript(_expression(node.value, origins), [_subscript_element(_part(part, origins)) for part in parts])


def _part(node: Node, origins: Origins) -> Node:
    if type(node) is ast.Slice:
        return _slice(_maybe(node.lower, origins), _maybe(node.upper, origins), _maybe(node.step, origins))
    return _index(_expression(node.value if type(node) is ast.Starred else node, origins))


def _elements(nodes: list[Node], origins: Origins) -> list[Node]:
    return [
        _starred_element(_expression(node.value, origins))
        if type(node) is ast.Starred
        else _element(_expression(node, origins))
        for node in nodes
    ]


def _collection(kind: type) -> Callable[[Node, Origins], Node]:
    make = _factory(kind)
    return lambda node, origins: make(_elements(node.elts, origins))


def _read_dict(node: Node, origins: Origins) -> Node:
    elements = []
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            elements.append(_starred_dict_element(_expression(value, origins)))
        else:
            made = _dict_element(_expression(key, origins), _expression(value, origins))
            origins[id(made)] = (key, value)
            elements.append(made)
    return _dict(elements)


def _read_lambda(node: Node, origins: Origins) -> Node:
    return _lambda(_read_parameters(node.args, origins), _expression(node.body, origins))


def _read_parameters(node: Node, origins: Origins) -> Node:
    written = [*node.posonlyargs, *node.args]
    without = len(written) - len(node.defaults)
    named = [
        _parameter(param, node.defaults[index - without] if index >= without else None, origins)
        for index, param in enumerate(written)
    ]
    keyword_only = [
        _parameter(param, default, origins) for param, default in zip(node.kwonlyargs, node.kw_defaults, strict=True)
    ]
    positional = len(node.posonlyargs)
    star = cst.MaybeSentinel.DEFAULT if node.vararg is None else _parameter(node.vararg, None, origins)
    stars = None if node.kwarg is None else _parameter(node.kwarg, None, origins)
    return _parameters(named[:positional], named[positional:], star, keyword_only, stars)


def _parameter(node: Node, default: Node, origins: Origins) -> Node:
    made = _param(_name(node.arg), _maybe(default, origins))
    origins[id(made)] = node
    return made


def _comprehension(kind: type) -> Callable[[Node, Origins], Node]:
    make = _factory(kind)
    return lambda node, origins: make(_expression(node.elt, origins), _clauses(node.generators, origins))


def _read_dict_comprehension(node: Node, origins: Origins) -> Node:
    key, value = _expression(node.key, origins), _expression(node.value, origins)
    return _dict_comp(key, value, _clauses(node.generators, origins))


def _clauses(nodes: list[Node], origins: Origins) -> Node:
    made = None
    for node in reversed(nodes):
        ifs = [_comp_if(_expression(test, origins)) for test in node.ifs]
        made = _comp_for(_expression(node.target, origins), _expression(node.iter, origins), ifs, made)
    return made


def _read_formatted(node: Node, origins: Origins) -> Node:
    parts = []
    for part in node.values:
        if type(part) is ast.Constant:
            parts.append(_formatted_text(part.value))
        else:
            conversion = None if part.conversion == -1 else chr(part.conversion)
            parts.append(_formatted_expression(_expression(part.value, origins), conversion, part.format_spec, None))
    return _formatted(parts)


def _read_walrus(node: Node, origins: Origins) -> Node:
    return _named(_expression(node.target, origins), _expression(node.value, origins))


def _read_await(node: Node, origins: Origins) -> Node:
    return _await(_expression(node.value, origins))


def _read_yield(node: Node, origins: Origins) -> Node:
    return _yield(_maybe(node.value, origins))


def _read_yield_from(node: Node, origins: Origins) -> Node:
    return _yield(_from(_expression(node.value, origins)))


def _read_starred(node: Node, origins: Origins) -> Node:
    return _starred_element(_expression(node.value, origins))


_EXPRESSIONS: dict[type, Callable[[Node, Origins], Node]] = {
    ast.Attribute: _read_attribute,
    ast.Await: _read_await,
    ast.BinOp: _read_binary,
    ast.BoolOp: _read_boolean,
    ast.Call: _read_call,
    ast.Compare: _read_comparison,
    ast.Constant: _read_constant,
    ast.Dict: _read_dict,
    ast.DictComp: _read_dict_comprehension,
    ast.GeneratorExp: _comprehension(cst.GeneratorExp),
    ast.IfExp: _read_conditional,
    ast.JoinedStr: _read_formatted,
    ast.Lambda: _read_lambda,
    ast.List: _collection(cst.List),
    ast.ListComp: _comprehension(cst.ListComp),
    ast.Name: _read_name,
    ast.NamedExpr: _read_walrus,
    ast.Set: _collection(cst.Set),
    ast.SetComp: _comprehension(cst.SetComp),
    ast.Starred: _read_starred,
    ast.Subscript: _read_subscript,
    ast.Tuple: _collection(cst.Tuple),
    ast.UnaryOp: _read_unary,
    ast.Yield: _read_yield,
    ast.YieldFrom: _read_yield_from,
}
_OPERATORS: dict[type, Node] = {
    ast.Add: cst.Add(),
    ast.And: cst.And(),
    ast.BitAnd: cst.BitAnd(),
    ast.BitOr: cst.BitOr(),
    ast.BitXor: cst.BitXor(),
    ast.Div: cst.Divide(),
    ast.Eq: cst.Equal(),
    ast.FloorDiv: cst.FloorDivide(),
    ast.Gt: cst.GreaterThan(),
    ast.GtE: cst.GreaterThanEqual(),
    ast.In: cst.In(),
    ast.Invert: cst.BitInvert(),
    ast.Is: cst.Is(),
    ast.IsNot: cst.IsNot(),
    ast.LShift: cst.LeftShift(),
    ast.Lt: cst.LessThan(),
    ast.LtE: cst.LessThanEqual(),
    ast.MatMult: cst.MatrixMultiply(),
    ast.Mod: cst.Modulo(),
    ast.Mult: cst.Multiply(),
    ast.Not: cst.Not(),
    ast.NotEq: cst.NotEqual(),
    ast.NotIn: cst.NotIn(),
    ast.Or: cst.Or(),
    ast.Pow: cst.Power(),
    ast.RShift: cst.RightShift(),
    ast.Sub: cst.Subtract(),
    ast.UAdd: cst.Plus(),
    ast.USub: cst.Minus(),
}
_IN_PLACE: dict[type, Node] = {
    ast.Add: cst.AddAssign(),
    ast.BitAnd: cst.BitAndAssign(),
    ast.BitOr: cst.BitOrAssign(),
    ast.BitXor: cst.BitXorAssign(),
    ast.Div: cst.DivideAssign(),
    ast.FloorDiv: cst.FloorDivideAssign(),
    ast.LShift: cst.LeftShiftAssign(),
    ast.MatMult: cst.MatrixMultiplyAssign(),
    ast.Mod: cst.ModuloAssign(),
    ast.Mult: cst.MultiplyAssign(),
    ast.Pow: cst.PowerAssign(),
    ast.RShift: cst.RightShiftAssign(),
    ast.Sub: cst.SubtractAssign(),
}


# -- statements ------------------------------------------------------------------------------------------------


def _block(nodes: list[Node], origins: Origins) -> list[Node]:
    made = []
    for node in nodes:
        kind = type(node)
        if id(node) in origins:  # too deep
            made.append(_PASS)
        elif kind in _SMALL:
            small = _SMALL[kind](node, origins)
            origins[id(small)] = node
            made.append(_line([small]))
        elif kind in _COMPOUND:
            compound = _COMPOUND[kind](node, origins)
            origins[id(compound)] = node
            made.append(compound)
        else:
            made.append(_PASS)
    return made


def _body(nodes: list[Node], origins: Origins) -> Node:
    return _indented(_block(nodes, origins))


def _orelse(nodes: list[Node], origins: Origins) -> Node:
    return _else(_body(nodes, origins)) if nodes else None


def _read_expr(node: Node, origins: Origins) -> Node:
    value = node.value
    if type(value) is ast.Constant and type(value.value) is str and len(value.value) > _LONGEST:
        made = _simple_string(_TOO_LONG)
        origins[id(made)] = value
        return _expr(made)
    return _expr(_expression(value, origins))


def _read_assign(node: Node, origins: Origins) -> Node:
    targets = [_assign_target(_expression(target, origins)) for target in node.targets]
    return _assign(targets, _expression(node.value, origins))


def _read_ann_assign(node: Node, origins: Origins) -> Node:
    return _ann_assign(_expression(node.target, origins), _maybe(node.value, origins))


def _read_aug_assign(node: Node, origins: Origins) -> Node:
    target, value = _expression(node.target, origins), _expression(node.value, origins)
    return _aug_assign(target, _IN_PLACE[type(node.op)], value)


def _read_return(node: Node, origins: Origins) -> Node:
    return _return(_maybe(node.value, origins))


def _read_assert(node: Node, origins: Origins) -> Node:
    return _assert(_expression(node.test, origins))


def _read_delete(node: Node, origins: Origins) -> Node:
    parts = [_expression(target, origins) for target in node.targets]
    return _del(parts[0] if len(parts) == 1 else _tuple([_element(part) for part in parts]))


def _read_global(node: Node, origins: Origins) -> Node:
    return _global([_name_item(_name(name)) for name in node.names])


def _read_nonlocal(node: Node, origins: Origins) -> Node:
    return _nonlocal([_name_item(_name(name)) for name in node.names])


def _read_import(node: Node, origins: Origins) -> Node:
    return _import([_alias(alias, origins) for alias in node.names])


def _read_import_from(node: Node, origins: Origins) -> Node:
    module = None if node.module is None else _dotted(node.module)
    star = node.names[0].name == "*"
    names = cst.ImportStar() if star else [_alias(alias, origins) for alias in node.names]
    return _import_from(module, names, (_DOT,) * (node.level or 0))


def _alias(node: Node, origins: Origins) -> Node:
    asname = None if node.asname is None else _as_name(_name(node.asname))
    made = _import_alias(_dotted(node.name), asname)
    origins[id(made)] = node
    return made


def _dotted(name: str) -> Node:
    first, *others = name.split(".")
    made = _name(first)
    for other in others:
        made = _attribute(made, _name(other))
    return made


def _nothing(kind: type) -> Callable[[Node, Origins], Node]:
    make = _factory(kind)
    return lambda node, origins: make()


_SMALL: dict[type, Callable[[Node, Origins], Node]] = {
    ast.AnnAssign: _read_ann_assign,
    ast.Assert: _read_assert,
    ast.Assign: _read_assign,
    ast.AugAssign: _read_aug_assign,
    ast.Break: _nothing(cst.Break),
    ast.Continue: _nothing(cst.Continue),
    ast.Delete: _read_delete,
    ast.Expr: _read_expr,
    ast.Global: _read_global,
    ast.Import: _read_import,
    ast.ImportFrom: _read_import_from,
    ast.Nonlocal: _read_nonlocal,
    ast.Raise: _nothing(cst.Raise),
    ast.Return: _read_return,
}


def _read_if(node: Node, origins: Origins) -> Node:
    """Make an ``if`` with its ``elif`` branches, which the stdlib nests, without recursion: there may be thousands."""
    chain = [node]
    while len(chain[-1].orelse) == 1 and type(chain[-1].orelse[0]) is ast.If and id(chain[-1].orelse[0]) not in origins:
        chain.append(chain[-1].orelse[0])
    made = _orelse(chain[-1].orelse, origins)
    for branch in reversed(chain):
        made = _if(_expression(branch.test, origins), _body(branch.body, origins), made)
        origins[id(made)] = branch
    return made


def _read_for(node: Node, origins: Origins) -> Node:
    target, iterated = _expression(node.target, origins), _expression(node.iter, origins)
    return _for(target, iterated, _body(node.body, origins), _orelse(node.orelse, origins))


def _read_while(node: Node, origins: Origins) -> Node:
    return _while(_expression(node.test, origins), _body(node.body, origins), _orelse(node.orelse, origins))


def _read_with(node: Node, origins: Origins) -> Node:
    items = [
        _with_item(
            _expression(item.context_expr, origins),
            None if item.optional_vars is None else _as_name(_expression(item.optional_vars, origins)),
        )
        for item in node.items
    ]
    return _with(items, _body(node.body, origins))


def _attempt(kind: type) -> Callable[[Node, Origins], Node]:
    make = _factory(kind)

    def read(node: Node, origins: Origins) -> Node:
        handlers = [_handler(handler, origins) for handler in node.handlers]
        final = _finally(_body(node.finalbody, origins)) if node.finalbody else None
        return make(_body(node.body, origins), handlers, _orelse(node.orelse, origins), final)

    return read


def _handler(node: Node, origins: Origins) -> Node:
    name = None if node.name is None else _as_name(_name(node.name))
    return _except(_maybe(node.type, origins), name, _body(node.body, origins))


def _read_match(node: Node, origins: Origins) -> Node:
    cases = [
        _match_case(_pattern(case.pattern, origins), _maybe(case.guard, origins), _body(case.body, origins))
        for case in node.cases
    ]
    return _match(_expression(node.subject, origins), cases)


def _pattern(node: Node, origins: Origins) -> Node:
    kind = type(node)
    if kind is ast.MatchValue:
        return _match_value(_expression(node.value, origins))
    if kind is ast.MatchSingleton:
        return _match_singleton(_read_constant(node, origins))
    if kind is ast.MatchAs:
        inner = None if node.pattern is None else _pattern(node.pattern, origins)
        return _match_as(inner, None if node.name is None else _name(node.name))
    if kind is ast.MatchOr:
        return _match_or([_match_or_element(_pattern(part, origins)) for part in node.patterns])
    if kind is ast.MatchSequence:
        return _match_list([_part_of_sequence(part, origins) for part in node.patterns])
    if kind is ast.MatchMapping:
        pairs = zip(node.keys, node.patterns, strict=True)
        entries = [_match_entry(_expression(key, origins), _pattern(part, origins)) for key, part in pairs]
        return _match_mapping(entries, None if node.rest is None else _name(node.rest))
    parts = [_match_sequence_element(_pattern(part, origins)) for part in node.patterns]
    words = zip(node.kwd_attrs, node.kwd_patterns, strict=True)
    return _match_class(
        _expression(node.cls, origins),
        parts,
        [_match_keyword(_name(word), _pattern(part, origins)) for word, part in words],
    )


def _part_of_sequence(node: Node, origins: Origins) -> Node:
    if type(node) is ast.MatchStar:
        return _match_star(None if node.name is None else _name(node.name))
    return _match_sequence_element(_pattern(node, origins))


def _read_function(node: Node, origins: Origins) -> Node:
    params = _read_parameters(node.args, origins)
    return _function(_name(node.name), params, _decorators(node, origins), _body(node.body, origins))


def _read_class(node: Node, origins: Origins) -> Node:
    bases = _arguments(node.bases, [], origins)
    keywords = _arguments([], node.keywords, origins)
    return _class(_name(node.name), bases, keywords, _decorators(node, origins), _body(node.body, origins))


def _decorators(node: Node, origins: Origins) -> list[Node]:
    return [_decorator(_expression(decorator, origins)) for decorator in node.decorator_list]


_COMPOUND: dict[type, Callable[[Node, Origins], Node]] = {
    ast.AsyncFor: _read_for,
    ast.AsyncFunctionDef: _read_function,
    ast.AsyncWith: _read_with,
    ast.ClassDef: _read_class,
    ast.For: _read_for,
    ast.FunctionDef: _read_function,
    ast.If: _read_if,
    ast.Match: _read_match,
    ast.Try: _attempt(cst.Try),
    ast.While: _read_while,
    ast.With: _read_with,
}
if sys.version_info >= (3, 11):  # pragma: no branch - Python 3.10 has no ``except*``
    _COMPOUND[ast.TryStar] = _attempt(cst.TryStar)
