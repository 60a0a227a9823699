"""Programs whose every choice is made by somebody else, such as a fuzzer that watches what its choices reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from lab.reality.drawing import Draw
from lab.reality.grammar import EVERY, written
from lab.robustness.splicing import Choose, spliced

T = TypeVar("T")


class Guided(Draw):
    """Choices of one program of the grammar.

    Args:
        choose: makes them; one that always says 0 makes a program that ends.
        dialect: 2 or 3.
    """

    def __init__(self, choose: Choose, dialect: int) -> None:
        super().__init__(0, dialect)
        self._choose = choose

    def maybe(self, chance: float) -> bool:
        """Say yes, rarely for a small chance, and never when the choices have run out."""
        return self._choose(100) >= 100 - 100 * chance

    def one(self, options: Sequence[T]) -> T:
        """Choose one option."""
        return options[self._choose(len(options))]

    def weighted(self, options: Mapping[T, float]) -> T:
        """Choose one option; what is rare in a draw may be what leads on, so all weigh the same."""
        return self.one(list(options))

    def count(self, low: int, high: int) -> int:
        """Choose a number of this range, both ends included."""
        return low + self._choose(high - low + 1)


def guided(choose: Choose) -> str:
    """Return a program of the grammar, whole or with pieces of fixtures in it, or one spliced from fixtures.

    Args:
        choose: makes the choices.
    """
    kind = choose(3)
    if kind == 0:
        return spliced(choose)
    text = written(Guided(choose, 2 + choose(2)), choose(EVERY))
    return spliced(choose, text) if kind == 1 else text
