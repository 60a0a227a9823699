"""The tree that the interpreter reads says what libcst's own says, with the same positions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from bnlint.fixes.layout import lay_out
from bnlint.interpreter.domain.values import Module
from bnlint.syntax import trees
from bnlint.syntax.positions import resolve_positions
from bnlint.syntax.tree import FIELDS, build
from tests.static.helpers import ROOT, fixtures

EVERYTHING = '''"""Docstring
of the module."""
from __future__ import annotations
import a, b.c.d as e; x = f(1); y: int = f(2); z: int
from . import g
from ..h.i import (j as k, l)
from m import *

@decorate(f(3), *args, key=f(4), **options)  # both
# a comment between
@other
class A(f(5), *bases, metaclass=f(6)):
    # a comment
    n = 0x1F, 1_000, 1.5e3, True, None, ..., b"bytes", r"\\raw", "a" "b", 'it"s'
    def method(self, o, /, p: f(7)=f(8), *q, r: int, s=f(9), **t) -> f(10):
        """Text."""
        global u, v
        if f(11): return f(12)
        elif f(13):
            é = "ü"; w = z("é", 14)
        elif f(15): f(16)
        else:
            if f(17): pass
        while (f(18)
               and f(19) and not f(20) or f(21)):
            break
        else:
            f(
        22,
                (f(23)))
        try: f(24)
        except f(25) as error:
            raise f(26) from error
        except (f(27), f(28)): pass
        else: continue_ = 1
        finally: f(29)
        with f(30) as (aa, bb), f(31): f(32)
        with (f(33) as cc, f(34)):
            cc += f(35); cc @= 1; cc **= 2; cc >>= 3
        match f(36):
            case 1 | "two" if f(37):
                f(38)
            case None: pass
            case {"key": 1, **others} | Point(2, y=3): pass
            case {"key": value} | [_, *rest] | Point(x=0): pass
            case ("2", *_): pass
            case (3 as three): pass
            case other: pass
            case _: pass
        del f(39).x
        return [f(40) for i, *i2 in f(41) if f(42) if f(43) for j in i], {i for i in i}, {i: i for i in i}

if True:
\tasync def tabs(x, *, y=1):
\t\tasync for i in f(44): await f(45); continue
\t\tasync with f(46): pass
\t\tnonlocal_ = lambda a, *b, c=1, **d: (yield f(47))
\t\tyield from f(48)
\t\treturn
for i in f(49): f(50)
else: f(51)
assert f(52), "message"
x[1], x[1:2, ::3], x[...], x[:, None], x[()], x.y.z[i].w = a if b else c, (d := f(53)), -1 + +2 ** ~3 // 4 % 5 << 6 & 7
1 < f(54) <= 3 != 4 is not None in x not in (y,) is z == [*a, b] > {**a, "b": c} >= {*a, b}
f"{x} text {f(55)!r:>{width}} {{brace}}", f"{x}", print(*(1, 2), sep="")
f(x for x in y), (f)(1), f(a=1, *b), (a, b), f((a), b=(c), *(d), **(e))
'''


def everything() -> list[tuple[str, str]]:
    """Yield name and text of programs: all kinds of syntax, and the fixtures."""
    windows = EVERYTHING.replace("\n", "\r\n")
    read = [(fixture.path, (ROOT / fixture.path).read_text(encoding="utf-8")) for fixture in fixtures()]
    return [("everything", EVERYTHING), ("windows", windows), *read[::5]]


def meaning(node: Any) -> Any:
    """Return what a node says, without how it is written."""
    kind = type(node)
    if isinstance(node, (list, tuple)):
        return [meaning(part) for part in _unwrapped(node)]
    if isinstance(node, cst.IndentedBlock | cst.SimpleStatementSuite):
        return ["block", *meaning(node.body)]
    if isinstance(node, cst.Else) and len(node.body.body) == 1 and isinstance(node.body.body[0], cst.If):
        return meaning(node.body.body[0])
    if isinstance(node, cst.SimpleString | cst.ConcatenatedString | cst.Integer | cst.Float):
        return ["literal", node.evaluated_value]
    if isinstance(node, cst.FormattedStringText):
        return ["text", node.value.replace("{{", "{").replace("}}", "}")]
    if isinstance(node, cst.FormattedStringExpression):
        return ["formatted", meaning(node.expression), node.conversion, node.format_spec is not None]
    if isinstance(node, cst.ParamStar):
        return cst.MaybeSentinel.DEFAULT
    if isinstance(node, cst.Del | cst.TypeAlias):
        return ["Pass"]
    if isinstance(node, cst.MatchTuple):
        return ["MatchList", meaning(node.patterns)]
    return [kind.__name__, *(meaning(getattr(node, name)) for name in FIELDS[kind])] if kind in FIELDS else _word(node)


def _unwrapped(nodes: Any) -> Iterator[Any]:
    for node in nodes:
        if isinstance(node, cst.SimpleStatementLine):
            yield from node.body
        else:
            yield node


def _word(node: Any) -> Any:
    """Return the name of an operator and the like, which has no parts; other leaves are as they are."""
    return type(node).__name__ if isinstance(node, cst.CSTNode) else node


@pytest.mark.parametrize(("name", "text"), everything(), ids=[name for name, _ in everything()])
def test_the_tree_says_what_libcst_says(name: str, text: str) -> None:
    assert meaning(build(ast.parse(text)).root) == meaning(cst.parse_module(text))


@pytest.mark.parametrize(("name", "text"), everything(), ids=[name for name, _ in everything()])
def test_every_node_is_found_in_libcst_s_own_tree_at_the_same_place(name: str, text: str) -> None:
    stdlib = ast.parse(text)
    tree = build(stdlib)
    layout = lay_out(Module("m.py", None, tree), text, stdlib)
    assert layout is not None
    ranges = MetadataWrapper(layout.tree, unsafe_skip_copy=True).resolve(PositionProvider)
    origins = tree.origins or {}
    nodes = [node for node in _nodes(tree.root) if id(node) in origins and id(node) in layout.twins]
    places = resolve_positions(tree, text, nodes)
    assert len(nodes) > 10
    for node in nodes:
        twin = layout.twins[id(node)]
        said = twin.value if isinstance(twin, cst.Arg) else twin
        if not (isinstance(said, OF_THE_STDLIB) or isinstance(twin, cst.Arg) and said.lpar):
            where = ranges[twin]
            assert places[id(node)] == (where.start.line, where.start.column, where.end.line, where.end.column), node


OF_THE_STDLIB = (cst.Tuple, cst.GeneratorExp, cst.Param)
"""Parentheses belong to the first two in the stdlib's tree, annotations but no stars to a parameter."""


def _nodes(node: Any) -> Iterator[Any]:
    if isinstance(node, (list, tuple)):
        for part in node:
            yield from _nodes(part)
    elif isinstance(node, cst.CSTNode):
        yield node
        for name in FIELDS.get(type(node), ()):
            yield from _nodes(getattr(node, name))


def test_a_node_of_another_tree_has_no_place() -> None:
    tree, other = build(ast.parse("f(1)")), build(ast.parse("g(2)"))
    root: Any = other.root
    call = root.body[0].body[0].value
    assert resolve_positions(tree, "f(1)", [call]) == {}
    assert resolve_positions(other, "g(2)", [call]) == {id(call): (1, 0, 1, 4)}


@pytest.mark.parametrize(("name", "text"), everything(), ids=[name for name, _ in everything()])
def test_places_are_told_of_a_tree_that_let_the_stdlibs_nodes_go(name: str, text: str) -> None:
    tree = trees.parse(text)
    nodes = list(_nodes(tree.root))
    named = [*tree.root.body, *(n for n in nodes if isinstance(n, (cst.FunctionDef, cst.ClassDef, cst.Lambda)))]
    places, lines = resolve_positions(tree, text, nodes), list(map(tree.line, named))
    tree.let_go()
    assert tree.origins is None
    assert list(map(tree.line, named)) == lines
    assert resolve_positions(tree, text, nodes) == places
    tree.let_go()
    assert list(map(tree.line, named)) == lines
    trees.PARSED.clear()
