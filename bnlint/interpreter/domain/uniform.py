"""Tensors whose values are all one number: the targets of a batch of one class."""

from __future__ import annotations

from typing import TypeVar

from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.values import Const, Items, TensorValue, Value

_Made = TypeVar("_Made", bound=Value)


class Uniform:
    """Remembers the very values that functions have made; whatever is worked out of one is another value."""

    def __init__(self) -> None:
        self._numbers: dict[int, tuple[Value, float]] = {}

    def note(self, value: _Made, number: float) -> _Made:
        """Note what all values of a tensor are.

        Args:
            value: the tensor.
            number: what they are.

        Returns:
            the tensor.
        """
        self._numbers[id(value)] = value, number
        return value

    def number(self, value: Value | None) -> float | None:
        """Return what all values of a tensor, or of a list, are; None where that is not known."""
        if isinstance(value, TensorValue):
            return self._numbers[id(value)][1] if id(value) in self._numbers else None
        items = sequence(value) if isinstance(value, Items) else None
        first = items[0] if items else None
        if not isinstance(first, Const) or not isinstance(first.value, (int, float)):
            return None
        return first.value if all(isinstance(i, Const) and i.value == first.value for i in items or ()) else None
