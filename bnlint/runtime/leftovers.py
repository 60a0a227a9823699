"""Compares the statistics that layers infer with with those that were learnt beside the same weights."""

from __future__ import annotations

from dataclasses import dataclass

from bnlint.events import Layer
from bnlint.runtime.measurements import LayerRecord, Stats
from bnlint.runtime.recording import Recording

MOST = 0.9
"""A larger share of the learnt statistics that is missing is nearly all of them."""

_LEARNT = 0.01
"""Statistics that moved by less have learnt nothing that could be left behind."""


@dataclass(frozen=True)
class Leftover:
    """A layer in inference mode, and what it lacks.

    Args:
        layer: the layer.
        share: its distance from statistics that were learnt, over the distance of these from the initial ones.
    """

    layer: Layer
    share: float


def left_behind(recording: Recording) -> Leftover | None:
    """Return the layer that lacks most of the statistics that were learnt; None where there is none to compare."""
    found = [*_copies(recording)] if not recording.testimony.graph_mode else [*_restored(recording)]
    return max(found, key=lambda one: one.share, default=None)


def _copies(recording: Recording) -> list[Leftover]:
    """Compare layers that never ran in training mode with those of the same width that did."""
    modes = {layer: {call.mode for call in recording.calls_of(layer)} for layer in recording.layers}
    records = recording.layers
    learnt = [records[layer] for layer, seen in modes.items() if "training" in seen]
    found = []
    for layer, seen in modes.items():
        if seen == {"inference"}:
            shares = [s for one in learnt if (s := _share(records[layer].last, one.last, one)) is not None]
            found += [Leftover(layer, min(shares))] if shares else []
    return found


def _restored(recording: Recording) -> list[Leftover]:
    """Compare what the layers of a TF1 graph have at the end with the farthest that they came."""
    found = []
    for layer, record in recording.layers.items():
        start = record.initial
        if start is not None and record.trail:
            peak = max(record.trail, key=start.distance)
            share = _share(record.last, peak, record)
            found += [Leftover(layer, share)] if share is not None else []
    return found


def _share(now: Stats | None, learnt: Stats | None, record: LayerRecord) -> float | None:
    if now is None or learnt is None or record.initial is None or now.mean.shape != learnt.mean.shape:
        return None
    way = learnt.distance(record.initial)
    return now.distance(learnt) / way if way > _LEARNT else None


def never_learnt(recording: Recording) -> dict[Layer, float]:
    """Return, of the BN layers around which weights were trained, how far each one is from the initial statistics."""
    trained = {layer for span in recording.spans if span.weights_moved() > 0.0 for layer in span.after}
    return {
        layer: record.last.distance(record.initial)
        for layer, record in recording.layers.items()
        if layer in trained and record.last is not None and record.initial is not None
    }
