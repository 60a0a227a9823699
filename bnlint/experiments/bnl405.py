"""BNL405: the gradient that a penalty is put on belongs to other samples too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import number

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

REPLAYS = True
FIGURE = "numbers"
FOREIGN = Quantity(
    "share of the gradient of one answer by the inputs that belongs to other samples",
    "of the gradient",
    0.01,
    above=True,
)


def symptom(recording: Recording) -> Measurement:
    """Take the gradient of one answer once more, of models whose gradient by the inputs another tape recorded."""
    if not recording.reach:
        return Measurement("no gradient of inputs was taken under another tape")
    share = max(recording.reach.values())
    text = f"{number(share)} of the gradient of one answer belongs to other samples of the batch"
    return Measurement(text, (Reading(FOREIGN, share),))
