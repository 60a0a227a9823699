"""The moving statistics over the course of a program, as plain data for figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from bnlint.events import Layer
from bnlint.runtime.measurements import Array, Stats
from bnlint.runtime.recording import Recording

LAYERS = 4
"""BN layers that a figure shows."""

CHANNELS = 3
"""Channels of each layer."""

POINTS = 120
"""Moments of each channel."""


def curves(recording: Recording) -> list[dict[str, Any]]:
    """Return how the moving statistics of a program's first BN layers developed.

    Returns:
        per layer ``line`` (of its constructor), ``kinds`` (what ran up to each moment: "start", "fit", "predict",
        "gradient step", "call", ...), ``mean`` and ``variance`` (one list over the moments per channel).
    """
    found = []
    for layer in list(recording.layers)[:LAYERS]:
        moments = list(_from_spans(recording, layer)) or list(_from_calls(recording, layer))
        if moments:
            found.append(_curve(layer, _thin(moments)))
    return found


def _from_spans(recording: Recording, layer: Layer) -> Iterator[tuple[str, Stats]]:
    """Yield what the loops of Keras show step by step, and what steps of the user's own show before and after."""
    first = True
    for span in sorted(recording.spans, key=lambda s: s.index):
        if layer not in span.after:
            continue
        if first and layer in span.before:
            yield "start", span.before[layer]
        first = False
        for stats in span.steps.get(layer) or [span.after[layer]]:
            yield span.kind, stats


def _from_calls(recording: Recording, layer: Layer) -> Iterator[tuple[str, Stats]]:
    for number, call in enumerate(recording.calls_of(layer)):
        if number == 0 and call.before is not None:
            yield "start", call.before
        if call.after is not None:
            yield "call", call.after


def _thin(moments: list[tuple[str, Stats]]) -> list[tuple[str, Stats]]:
    stride = -(-len(moments) // POINTS)
    return moments[::stride]


def _curve(layer: Layer, moments: list[tuple[str, Stats]]) -> dict[str, Any]:
    size = moments[-1][1].mean.size
    kept = [(kind, stats) for kind, stats in moments if stats.mean.size == size]
    return {
        "line": layer.site.line,
        "kinds": [kind for kind, _ in kept],
        "mean": _channels([stats.mean for _, stats in kept]),
        "variance": _channels([stats.variance for _, stats in kept]),
    }


def _channels(values: list[Array]) -> list[list[float]]:
    """Return one list per channel, over the moments."""
    rows = np.stack([value.reshape(-1)[:CHANNELS] for value in values]).astype("float64")
    return [[float(x) for x in column] for column in rows.T]
