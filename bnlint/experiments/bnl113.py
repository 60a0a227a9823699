"""BNL113: the global learning phase steers BN."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import moved_outside, number, untrained_statistics, with_exceptions

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Look for an exception, or measure what calls outside of training move, and training calls do not."""
    outside, inside = moved_outside(recording), untrained_statistics(recording)
    found = replace(outside, readings=(*outside.readings, *inside.readings), details=inside.details)
    phase = [call for call in recording.calls if call.event.reason == "learning phase"]
    if phase:
        moved = max((call.moved or 0.0 for call in phase), default=0.0)
        text = f"a call without a flag ran in {phase[0].mode} mode because of the global learning phase and moved the "
        found = replace(found, text=f"{text}moving statistics by {number(moved)}")
    return with_exceptions(recording, found)
