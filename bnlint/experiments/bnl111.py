"""BNL111: ``.call(...)`` bypasses ``__call__``: nothing is built, no flag is passed on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import untrained_statistics, with_exceptions

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Look for an exception, or measure whether the statistics of trained BN layers move."""
    found = untrained_statistics(recording)
    asked = any(e.bypass and e.flag.known and e.flag.value is True for c in recording.calls for e in c.event.chain())
    return with_exceptions(recording, replace(found, text="call(..., training=True): " * asked + found.text))
