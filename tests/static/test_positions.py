"""Positions agree with libcst's own provider, which is slow because it generates the code of whole modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from bnlint.fixes.positions import resolve_positions
from tests.static.helpers import ROOT, fixtures

SHAPES = '''#!/usr/bin/env python
"""Text
of the module."""
import a, b; x = f(1); y = f(2)

@decorate(f(3),
          f(4))  # both
# a comment between
@other
class A(f(5), metaclass=f(6)):
    # a comment
    def method(self, p=f(7), *, q: f(8) = f(9)) -> f(10):
        """Text."""
        if f(11): return f(12)
        elif f(13):
            é = "ü"; z = f("é", 14)
        elif f(15): f(16)
        else: f(17)
        while (f(18)
               and f(19)):
            f(20)
        else:
            f(
        21,
                f(22))
        try: f(23)
        except f(24) as error:
            f(25)
        finally: f(26)
        with f(27) as g, f(28): f(29)
        match f(30):
            case 1 if f(31):
                f(32)
        return [f(33) for i in f(34) if f(35)]

if True:
\tasync def tabs(x):
\t\tasync for i in f(36): await f(37)
\t\tasync with f(38): pass
for i in f(39): f(40)
else: f(41)
'''


def _calls(node: Any) -> Iterator[cst.CSTNode]:
    if isinstance(node, (cst.Call, cst.Arg, cst.FunctionDef, cst.ClassDef, cst.Attribute, cst.BaseSmallStatement)):
        yield node
    for child in node.children:
        yield from _calls(child)


@pytest.mark.parametrize("source", [SHAPES, SHAPES.replace("\n", "\r\n")], ids=["unix", "windows"])
def test_shapes_of_statements(source: str) -> None:
    _same_as_the_provider(source)


def test_fixtures() -> None:
    for fixture in fixtures()[::20]:
        _same_as_the_provider((ROOT / fixture.path).read_text(encoding="utf-8"))


def _same_as_the_provider(source: str) -> None:
    tree = cst.parse_module(source)
    nodes = list(_calls(tree))
    ranges = MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)
    expected = {
        id(node): (where.start.line, where.start.column, where.end.line, where.end.column)
        for node, where in ranges.items()
        if node in nodes
    }
    assert nodes
    assert resolve_positions(tree, source, ast.parse(source), nodes) == expected
    for node in nodes[::7]:
        assert resolve_positions(tree, source, ast.parse(source), [node]) == {id(node): expected[id(node)]}


def test_a_tree_with_other_statements() -> None:
    """As when a line was blanked out for libcst: then the positions in libcst's own tree count."""
    tree = cst.parse_module("pass\nf(1)\n")
    (call,) = (node for node in _calls(tree) if isinstance(node, cst.Call))
    source = "a = 1; b = 2\nf(1)\n"
    assert resolve_positions(tree, source, ast.parse(source), [call])[id(call)] == (2, 0, 2, 4)
