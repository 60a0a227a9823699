"""What an operator is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.mutants.trees import Edits, Subject


@dataclass(frozen=True)
class Operator:
    """One mistake.

    Args:
        name: what is done to the program.
        code: the rule that must speak up; its findings must become more.
        sites: yields the changes, one mutant each. It says only what makes a mistake for certain: a program in which
            the same change is harmless is none of its sites.
        dialects: the dialects in which the change is a mistake.
    """

    name: str
    code: str
    sites: Callable[[Subject], Iterator[Edits]]
    dialects: tuple[int, ...] = (2, 3)
