"""Where control goes behind a statement."""

from __future__ import annotations

from enum import Enum

from bnlint.records import dataclass


class Left(Enum):
    """What an alternative has left, of which the program goes on behind it."""

    ROUND = "the round of a loop"
    FUNCTION = "a call"


class Flow(Enum):
    """How control leaves a block."""

    ON = "falls through"
    BREAK = "break"
    CONTINUE = "continue"
    OUT = "return or raise"

    def goes_on(self, returns: bool) -> bool | Left:
        """Return whether what is behind the block runs, or what the block has left to get behind it.

        Args:
            returns: there is a ``return`` in the block.
        """
        if self is Flow.OUT and returns:
            return Left.FUNCTION
        return Left.ROUND if self in (Flow.BREAK, Flow.CONTINUE) else self is Flow.ON


class Raised(Exception):
    """A statement raises in this Keras, in a ``try`` that handles it.

    Args:
        kind: the name of the exception's class.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(eq=False, slots=True)
class Attempt:
    """A ``try`` that handles something.

    Args:
        catches: the names of the exceptions that it handles, None for all.
        place: how deep in branches and calls it stands.
        settled: what it tries is there in this Keras.
    """

    catches: frozenset[str] | None
    place: tuple[int, int] = (0, 0)
    settled: bool = False

    def handles(self, kind: str) -> bool:
        """Whether an exception of a class is handled."""
        return self.catches is None or not self.catches.isdisjoint(_ABOVE.get(kind, (kind,)))


_ABOVE = {"ImportError": ("ImportError", "ModuleNotFoundError")}
"""Classes that programs name for an exception; a missing name of a module is an ImportError, a missing module both."""
