"""BNL107: a function takes a training flag and does not hand it to BN."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import untrained_statistics

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Look for gradient steps inside functions told to train, in which BN ran in inference mode."""
    told = [
        c
        for c in recording.calls
        if c.mode == "inference" and not c.frozen and any(s.flag.known and s.flag.value is True for s in c.event.scopes)
    ]
    found = untrained_statistics(recording)
    if found.present and told:
        name = next(s.name for s in told[0].event.scopes if s.flag.value is True)
        return Measurement(f"{name}(..., training=True): {found.text}", True, found.numbers)
    return replace(found, present=False)
