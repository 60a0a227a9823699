"""Random choices from a fixed seed, and the text that is made of them."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """Makes the choices of one program.

    Args:
        seed: the same seed makes the same choices, whatever Python runs.
        dialect: 2 or 3; some shapes exist in one only.
    """

    def __init__(self, seed: int, dialect: int) -> None:
        self._random = random.Random(f"bnlint {seed}")
        self.dialect = dialect
        self._names = 0

    def maybe(self, chance: float) -> bool:
        """Say yes with this chance."""
        return self._random.random() < chance

    def one(self, options: Sequence[T]) -> T:
        """Choose one option."""
        return options[self._random.randrange(len(options))]

    def weighted(self, options: Mapping[T, float]) -> T:
        """Choose one option, each as often as its weight says."""
        return self._random.choices(list(options), list(options.values()))[0]

    def count(self, low: int, high: int) -> int:
        """Choose a number of this range, both ends included."""
        return self._random.randint(low, high)

    def fresh(self, stem: str) -> str:
        """Return a name that was not given before."""
        self._names += 1
        return f"{stem}{self._names}"


@dataclass
class Code:
    """Statements, in order."""

    lines: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Append statements, given with any common indentation."""
        self.lines += textwrap.dedent(text).strip("\n").split("\n")

    def block(self, head: str, body: Code) -> None:
        """Append a compound statement."""
        self.lines += [head, *(f"    {line}" if line else "" for line in body.lines or ["pass"])]

    @property
    def text(self) -> str:
        """The statements as one text."""
        return "\n".join(self.lines) + "\n"
