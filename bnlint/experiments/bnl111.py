"""BNL111: ``.call(...)`` bypasses ``__call__``: nothing is built, no flag is passed on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import raised, untrained_statistics

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Look for an exception, or for a training step whose bypassing call left BN in inference mode."""
    if recording.exception is not None:
        return Measurement(raised(recording), True)
    found = untrained_statistics(recording)
    asked = any(e.bypass and e.flag.known and e.flag.value is True for c in recording.calls for e in c.event.chain())
    prefix = "call(..., training=True): " if asked and found.present else ""
    return replace(found, text=prefix + found.text)
