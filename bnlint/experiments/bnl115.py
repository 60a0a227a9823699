"""BNL115: a switch of PyTorch's modules does not steer Keras's BN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import MOVEMENT, STILL, number, untrained_statistics

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

UNSTEERED = Quantity("movement of moving statistics whose layer was to be frozen", MOVEMENT, STILL, above=True)


def symptom(recording: Recording) -> Measurement:
    """Measure whether statistics that are trained move, and those of what PyTorch's switches were to freeze do not."""
    found = untrained_statistics(recording)
    moved = [call.moved for call in recording.calls if (call.switched_off or call.frozen) and call.moved is not None]
    if not moved:
        return found
    text = f"{found.text}; layers in eval(), without gradients or frozen moved their statistics by {number(max(moved))}"
    return Measurement(text, (*found.readings, Reading(UNSTEERED, max(moved))), found.details)
