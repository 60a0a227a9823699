"""BNL205: TimeDistributed hands BN one time step after the other, and each is normalised by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import count, number, taken_by_steps

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

REPLAYS = True
FIGURE = "numbers"
TAKEN = Quantity("variance between the time steps that training takes away", "of the variance", 0.1, above=True)
"""Steps of the same kind differ by chance: 32 values in each of them leave 3 % or so."""


def symptom(recording: Recording) -> Measurement:
    """Measure how much of the variance of what BN gets in a call lies between steps that it normalises one by one."""
    found = taken_by_steps((*recording.replays, *recording.calls))
    if not found:
        return Measurement("no BN layer was seen in training mode")
    share, steps, values = max(found)
    if steps == 1:
        return Measurement("each call is normalised as a whole", (Reading(TAKEN, 0.0),))
    text = f"{count(steps, 'time step')} normalised one by one, {count(values, 'value')} per statistic: "
    text += f"{number(share)} of the variance lies between them"
    return Measurement(text, (Reading(TAKEN, share),), {"time steps": steps, "values per statistic": values})
