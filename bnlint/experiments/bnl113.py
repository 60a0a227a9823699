"""BNL113: the global learning phase steers BN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import number, raised

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

_MOVED = "moving statistics moved on account of the phase by"


def symptom(recording: Recording) -> Measurement:
    """Look for calls whose mode nobody but the learning phase decided, or for its absence (Keras 3)."""
    if isinstance(recording.exception, AttributeError):
        return Measurement(raised(recording), True)
    for call in recording.calls:
        if call.event.reason == "learning phase":
            text = f"a call without a flag ran in {call.mode} mode because of the global learning phase"
            if call.moved:
                text += f" and moved the statistics by {number(call.moved)}"
            return Measurement(text, True, {_MOVED: call.moved or 0.0})
    return Measurement("every call's mode was decided by the call itself", False, {_MOVED: 0.0})
