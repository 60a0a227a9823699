"""The experiments: for each code, the numbers that show its symptom, read off what was measured when a program ran.

``bnlint/experiments/<code>.py`` names its numbers, each with a threshold (``Quantity``), and holds
``symptom(recording)``: a pure function that looks only at what was measured, not at the rule and not at what a fixture
expects. A number that was not measured is left out, never replaced by one that would suit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


@dataclass(frozen=True)
class Quantity:
    """A number that shows a symptom when it lies beyond a threshold.

    Args:
        name: what is measured.
        unit: what one is.
        limit: the threshold.
        above: the symptom is a number above the threshold; otherwise one below it.
        vanishes: the repair takes away what is measured, so there is no such number afterwards.
    """

    name: str
    unit: str
    limit: float
    above: bool
    vanishes: bool = False

    def shown_by(self, value: float) -> bool:
        """Say whether a value is the symptom; NaN lies beyond every threshold."""
        return value != value or (value > self.limit if self.above else value < self.limit)

    @property
    def threshold(self) -> str:
        """The numbers that are the symptom, in words."""
        return f"{'above' if self.above else 'below'} {self.limit:g} {self.unit}"


@dataclass(frozen=True)
class Reading:
    """One measured number."""

    quantity: Quantity
    value: float

    @property
    def beyond(self) -> bool:
        """Whether it is the symptom."""
        return self.quantity.shown_by(self.value)


@dataclass(frozen=True)
class Measurement:
    """What an experiment found.

    Args:
        text: the numbers, for a person to read.
        readings: the numbers that decide, each with its threshold; a number that could not be measured is missing.
        details: further numbers by name, for files and figures.
    """

    text: str
    readings: tuple[Reading, ...] = ()
    details: Mapping[str, float] = field(default_factory=dict)

    @property
    def present(self) -> bool:
        """Whether the symptom is there."""
        return any(reading.beyond for reading in self.readings)

    @property
    def numbers(self) -> dict[str, float]:
        """Everything measured, by name."""
        return {**{r.quantity.name: r.value for r in self.readings}, **self.details}


Symptom = Callable[["Recording"], Measurement]

RAISES = Quantity("exceptions that end the program", "exceptions", 0.5, above=True)
"""A mistake that Keras answers with an exception; which one, and where, is announced in the program's header."""


def needs_replays(code: str) -> bool:
    """Say whether an experiment needs the program's layers to run once more on their own data (``REPLAYS``)."""
    return bool(getattr(import_module(f"{__name__}.{code.lower()}"), "REPLAYS", False))


def shown_by_numbers(code: str) -> bool:
    """Say whether a figure of the rule shows its numbers (``FIGURE`` in its module), not statistics over steps."""
    return getattr(import_module(f"{__name__}.{code.lower()}"), "FIGURE", "statistics") == "numbers"


def raises_later(code: str) -> bool:
    """Say whether the exception comes where the mistake is used first, not at its line (``RAISES_LATER``)."""
    return bool(getattr(import_module(f"{__name__}.{code.lower()}"), "RAISES_LATER", False))


def symptom_of(code: str) -> Symptom:
    """Return the experiment of a rule.

    Raises:
        ImportError: there is none.
    """
    found: Symptom = import_module(f"{__name__}.{code.lower()}").symptom
    return found
