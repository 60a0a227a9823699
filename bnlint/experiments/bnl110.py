"""BNL110: a BN layer is built anew on each call."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import count, with_exceptions

if TYPE_CHECKING:
    from bnlint.events import Layer, Site
    from bnlint.runtime.recording import Recording

FIGURE = "numbers"
ONCE = Quantity("layers of one line that ran once, on fresh statistics", "layers", 1.5, above=True)


def symptom(recording: Recording) -> Measurement:
    """Look for an exception, or count the layers that one line made and that ran once each, on fresh statistics."""
    return with_exceptions(recording, _once(recording))


def _once(recording: Recording) -> Measurement:
    by_line: dict[Site, dict[Layer, int]] = defaultdict(dict)
    for call in recording.calls:
        if not call.traced and call.fresh:
            by_line[call.layer.site][call.layer] = len(recording.calls_of(call.layer))
    once = max((sum(n == 1 for n in layers.values()) for layers in by_line.values()), default=0)
    if not recording.calls:
        return Measurement("no BN layer was run")
    moves = max((r.moves for r in recording.layers.values()), default=0)
    text = f"each layer keeps its statistics: they moved in up to {count(moves, 'step')}"
    if ONCE.shown_by(once):
        text = f"{count(once, 'call')} ran {once} different layers, each on fresh statistics"
    return Measurement(text, (Reading(ONCE, once),))
