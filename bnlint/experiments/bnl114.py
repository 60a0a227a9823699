"""BNL114: what stateless calls make of the moving statistics never comes into the layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import untrained_statistics

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Measure how far the layers' own statistics came in a program whose stateless calls trained the weights."""
    calls = [call for call in recording.calls if call.event.root.stateless and call.mode == "training"]
    return untrained_statistics(recording, calls)
