"""The experiments: for each code, whether its symptom was measured when a program ran.

``bnlint/experiments/<code>.py`` holds ``symptom(recording)`` of that code: a pure function that looks only at what was
measured, not at the rule and not at what a fixture expects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


@dataclass(frozen=True)
class Measurement:
    """What an experiment found.

    Args:
        text: the numbers, for a person to read.
        present: whether the symptom is there.
        numbers: the same numbers by name, for files and figures.
    """

    text: str
    present: bool
    numbers: Mapping[str, float] = field(default_factory=dict)


Symptom = Callable[["Recording"], Measurement]


def needs(code: str) -> tuple[bool, bool]:
    """Say what an experiment needs beyond the program's own run.

    Returns:
        whether it needs probes (``PROBES`` in its module) and replays (``REPLAYS``); see ``bnlint.runtime.recorder``.
    """
    module = import_module(f"{__name__}.{code.lower()}")
    return bool(getattr(module, "PROBES", False)), bool(getattr(module, "REPLAYS", False))


def shown_by_numbers(code: str) -> bool:
    """Say whether a figure of the rule shows its numbers (``FIGURE`` in its module), not statistics over steps."""
    return getattr(import_module(f"{__name__}.{code.lower()}"), "FIGURE", "statistics") == "numbers"


def symptom_of(code: str) -> Symptom:
    """Return the experiment of a rule.

    Raises:
        ImportError: there is none.
    """
    found: Symptom = import_module(f"{__name__}.{code.lower()}").symptom
    return found
