"""The mistakes, by what they are made of; each operator makes one mistake of one rule, wherever a program allows it."""

from __future__ import annotations

from tests.mutants.operators import arguments, flags, graph1, structure
from tests.mutants.operators.base import Operator

OPERATORS: tuple[Operator, ...] = (*flags.OPERATORS, *arguments.OPERATORS, *structure.OPERATORS, *graph1.OPERATORS)
"""All operators."""
