"""BNL403: a bias right before BN gets no gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import number

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

REPLAYS = True
FIGURE = "numbers"
SHARE = Quantity(
    "least gradient of a bias", "of the gradient of the other weights of its layer", 1e-3, above=False, vanishes=True
)
"""What is left of an exact zero in float32 is below it."""


def symptom(recording: Recording) -> Measurement:
    """Compare the gradient of each bias with that of the other weights of its layer."""
    shares = [(bias / other, bias, other) for bias, other in recording.bias_gradients.values() if other > 0.0]
    if not shares:
        return Measurement("no layer with a bias")
    share, bias, other = min(shares)
    text = f"gradient of the bias at most {number(bias)}, of the other weights {number(other)}"
    details = {"gradient of the bias": bias, "gradient of the other weights": other}
    return Measurement(text, (Reading(SHARE, share),), details)
