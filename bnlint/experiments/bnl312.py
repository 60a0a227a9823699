"""BNL312: epsilon flattens the signal, or is too small for float16."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import count, number

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

REPLAYS = True
FIGURE = "numbers"
SPREAD = Quantity("least spread of a layer's normalised output on its own data", "instead of 1", 0.9, above=False)
INFINITE = Quantity("outputs that are not finite", "outputs", 0.5, above=True)


def symptom(recording: Recording) -> Measurement:
    """Measure the spread of what the program's layers put out for a batch of their own data, gamma aside."""
    seen = [c.output for c in (*recording.replays, *recording.calls) if c.output is not None and c.mode == "training"]
    if not seen:
        return Measurement("no BN layer was seen in training mode on data of its own")
    nan = sum(output.nan for output in seen)
    spreads = [output.normalised for output in seen if not output.nan]
    text = f"the layer's own data comes out with a spread of {number(min(spreads, default=None))}"
    text += f"; {nan} of {count(len(seen), 'output')} not finite" if nan else ""
    spread = (Reading(SPREAD, min(spreads)),) if spreads else ()
    return Measurement(text, (*spread, Reading(INFINITE, nan)))
