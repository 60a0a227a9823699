"""BNL110: a BN layer is built anew on each call."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import count, raised

if TYPE_CHECKING:
    from bnlint.events import Layer, Site
    from bnlint.runtime.recording import Recording

FIGURE = "numbers"
_ONCE = "layers that ran once"


def symptom(recording: Recording) -> Measurement:
    """Look for an exception, or for one line that made several layers of which each ran once, on fresh statistics."""
    if recording.exception is not None:
        return Measurement(raised(recording), True)
    by_line: dict[Site, dict[Layer, int]] = defaultdict(dict)
    for call in recording.calls:
        if not call.traced and call.fresh:
            by_line[call.layer.site][call.layer] = len(recording.calls_of(call.layer))
    for layers in by_line.values():
        once = [layer for layer, calls in layers.items() if calls == 1]
        if len(once) > 1:
            text = f"{count(len(once), 'call')} ran {len(once)} different layers, each on fresh statistics"
            return Measurement(text, True, {_ONCE: len(once)})
    moves = max((r.moves for r in recording.layers.values()), default=0)
    text = f"each layer keeps its statistics: they moved in up to {count(moves, 'step')}"
    return Measurement(text, False, {_ONCE: 0})
