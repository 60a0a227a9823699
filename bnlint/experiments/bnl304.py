"""BNL304: so few steps for so high a momentum that the initial statistics remain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import batch_share, count

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

REPLAYS = True
LEFT = Quantity("share of the initial statistics that the program's steps leave", "of them", 0.1, above=True)


def symptom(recording: Recording) -> Measurement:
    """Measure the share of a batch in the moving mean, and so what the program's steps leave of the initial values."""
    found = []
    for layer, record in recording.layers.items():
        share = batch_share(recording, layer) if record.moves else None
        if share is not None:
            found.append(((1.0 - share) ** record.moves, record.moves))
    if not found:
        return Measurement("no BN layer moved")
    left, moves = max(found)
    text = f"{left:.0%} of the initial statistics are left after {count(moves, 'step')}"
    return Measurement(text, (Reading(LEFT, left),), {"steps": moves})
