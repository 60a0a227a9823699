"""BNL107: a function takes a training flag and does not hand it to BN."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import untrained_statistics

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Measure whether training steps inside functions told to train move the statistics."""
    told = [c for c in recording.calls if any(s.flag.known and s.flag.value is True for s in c.event.scopes)]
    if not told:
        return Measurement("no function was told to train")
    found = untrained_statistics(recording, told)
    name = next(s.name for s in told[0].event.scopes if s.flag.known and s.flag.value is True)
    return replace(found, text=f"{name}(..., training=True): {found.text}")
