"""BNL116: a layer infers without the statistics that were learnt beside its weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import number
from bnlint.runtime import leftovers

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

FIGURE = "numbers"
MISSING = Quantity(
    "largest share of the learnt statistics that a layer in inference mode lacks",
    "of the way from the initial ones",
    leftovers.MOST,
    above=True,
)


def symptom(recording: Recording) -> Measurement:
    """Measure how far the statistics of layers in inference mode are from those that were learnt."""
    found = leftovers.left_behind(recording)
    if found is None:
        return Measurement("no layer in inference mode beside one that has learnt statistics")
    text = f"a layer in inference mode lacks {number(found.share)} of the statistics that were learnt"
    return Measurement(text, (Reading(MISSING, found.share),))
