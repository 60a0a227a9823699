"""BNL304: so few steps for so high a momentum that the initial statistics remain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import count

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

PROBES = True
_LEFT = 0.1


def symptom(recording: Recording) -> Measurement:
    """Measure the share of the initial statistics that the program's steps leave."""
    found = []
    for record in recording.layers.values():
        share = record.probe.last_batch_share if record.probe is not None else None
        if share is not None and record.moves:
            found.append(((1.0 - share) ** record.moves, record.moves))
    if not found:
        return Measurement("no BN layer moved", False)
    left, moves = max(found)
    text = f"{left:.0%} of the initial statistics are left after {count(moves, 'step')}"
    return Measurement(text, left > _LEFT, {"share of the initial statistics left": left, "steps": moves})
