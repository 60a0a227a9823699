"""BNL404: what BN gets varies more in training than at inference, because of the Dropout before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import number, shifted_variance

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

REPLAYS = True
FIGURE = "numbers"
SHIFT = Quantity(
    "variance of what a BN layer gets in training, on the same examples", "times that at inference", 1.3, above=True
)


def symptom(recording: Recording) -> Measurement:
    """Compare the variance of what a BN layer gets of the same batch in both modes."""
    found = {**shifted_variance(recording.replays), **recording.shifted}
    if not found:
        return Measurement("no BN layer was seen in both modes on the same batch")
    layer, ratio = max(found.items(), key=lambda pair: pair[1])
    record = recording.layers.get(layer)
    name = record.name if record is not None else layer.class_name or "batch normalization"
    if layer.kind == "Dropout":
        name = f"what follows {name}"
    text = f"in training {name} gets {number(ratio)} times the variance that it gets of the same batch at inference"
    return Measurement(text, (Reading(SHIFT, ratio),))
