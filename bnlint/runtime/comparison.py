"""How a BN layer's moving statistics compare with its batches: inference uses the former, training the latter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from bnlint.runtime.measurements import Array, LayerRecord, Stats

State = Literal[
    "never ran", "nan", "frozen", "never moved", "no variance", "lags", "far off", "not trained", "unknown", "follows"
]

LATEST = 20
"""Readings at the end of the run whose batches the moving statistics are held against."""

FAR = 0.5
"""Standard deviations of a feature by which a moving mean is called far off."""

LEFT = 0.05
"""Share of the initial values in the moving statistics that explains a difference."""

RATIO = 2.0
"""A variance this many times too large or too small is called far off."""


@dataclass(frozen=True)
class Comparison:
    """One BN layer at the end of a run.

    Args:
        state: "never ran", "nan" (NaN or infinity in the moving statistics), "frozen" (``trainable`` False whenever it
            ran), "never moved" (although its model was trained), "no variance" (its batches have next to none),
            "lags" (too few steps for the momentum), "far off", "not trained" (no gradient was taken of its model),
            "unknown" (no batch was visible), "follows".
        mean_gap: distance of the moving mean from the latest batches' mean in standard deviations of the feature,
            averaged over the channels; None where no batch was visible.
        variance_ratio: moving variance over the latest batches' variance, geometric mean over the channels.
    """

    state: State
    mean_gap: float | None = None
    variance_ratio: float | None = None

    @property
    def is_suspicious(self) -> bool:
        """Whether inference would normalise with something else than the data."""
        return self.state in ("nan", "never moved", "no variance", "far off")

    @property
    def text(self) -> str:
        """The comparison in words."""
        gap = ""
        if self.mean_gap is not None and self.variance_ratio is not None:
            gap = (
                f"mean {number(self.mean_gap)} standard deviations off the latest batches', "
                f"variance {number(self.variance_ratio)} times theirs"
            )
        return {
            "never ran": "never ran",
            "nan": "moving statistics hold NaN or infinity",
            "frozen": f"frozen{': ' if gap else ''}{gap}",
            "never moved": f"moving statistics never moved{': ' if gap else ''}{gap}",
            "no variance": "its batches have no variance, or less than rounding hides: the output is about beta",
            "lags": f"moving statistics have not caught up with the batches yet: {gap}",
            "far off": f"moving statistics do not fit the batches: {gap}",
            "not trained": f"not trained{': ' if gap else ''}{gap}",
            "unknown": "moving statistics moved, the batches were not visible",
            "follows": f"moving statistics follow the batches: {gap}",
        }[self.state]


def compare(record: LayerRecord, trained: bool, was_frozen: bool, ran: bool, steps: int = 0) -> Comparison:
    """Compare a layer's moving statistics with the latest batches.

    Args:
        record: what was measured.
        trained: the model around it was trained.
        was_frozen: ``trainable`` was False whenever the layer ran.
        ran: the layer ran at all.
        steps: training steps that it was free to learn in; not each of them is read.
    """
    last = record.last
    if not ran or last is None:
        return Comparison("never ran")
    if not (np.all(np.isfinite(last.mean)) and np.all(np.isfinite(last.variance))):
        return Comparison("nan")
    samples = [s for s in record.history[-LATEST:] if s.batch is not None and s.batch.mean.shape == last.mean.shape]
    batches = [s.batch for s in samples if s.batch is not None]
    exact = all(s.exact for s in samples)
    found = distances(last, batches, exact)
    if found is None and record.revisited is not None and record.revisited.mean.shape == last.mean.shape:
        batches = [record.revisited]
        found = distances(last, batches, exact=True)
    gap, ratio = found or (None, None)
    if was_frozen:
        return Comparison("frozen", gap, ratio)
    if not trained:
        return Comparison("not trained", gap, ratio)
    if not record.moves:
        return Comparison("never moved", gap, ratio)
    if gap is None or ratio is None:
        return Comparison("no variance" if batches and (exact or _is_little(record)) else "unknown")
    far = gap > FAR or not 1.0 / RATIO <= ratio <= RATIO
    return Comparison("follows" if not far else "lags" if _lags(record, steps) else "far off", gap, ratio)


def _lags(record: LayerRecord, steps: int) -> bool:
    """Say whether the initial values still weigh in the moving statistics: momentum to the power of the updates."""
    momentum = record.config.get("momentum")
    return isinstance(momentum, (int, float)) and abs(float(momentum)) ** max(record.moves, steps) > LEFT


def _is_little(record: LayerRecord) -> bool:
    """Say whether what rounding hides of a batch's variance is less than epsilon, which outweighs it then."""
    epsilon, last = record.config.get("epsilon"), record.last
    if last is None or not isinstance(epsilon, (int, float)):
        return True
    return bool(_ROUNDING * np.abs(last.variance).max(initial=0.0) <= epsilon)


def distances(moving: Stats, batches: list[Stats], exact: bool = False) -> tuple[float, float] | None:
    """Return how far moving statistics are from batches: as ``mean_gap`` and ``variance_ratio`` of a comparison.

    Args:
        moving: the moving statistics.
        batches: the batches.
        exact: their statistics were read, and not worked out from what they did to the moving ones.

    Returns:
        None where there is no batch, or no channel of them has any variance.
    """
    if not batches:
        return None
    mean = np.mean([b.mean for b in batches], axis=0)
    variance = np.mean([b.variance for b in batches], axis=0)
    # Where a batch is worked out from what it did to the moving statistics, what rounding leaves of 0 is above 0.
    alive = variance > (_FLOOR if exact else np.maximum(_FLOOR, _ROUNDING * np.abs(moving.variance)))
    if not np.any(alive):
        return None
    mean, variance = mean[alive], variance[alive]
    gap = np.abs(moving.mean[alive] - mean) / np.sqrt(variance)
    ratio: Array = np.log(np.maximum(moving.variance[alive], _FLOOR) / variance)
    return float(np.mean(gap)), float(np.exp(np.mean(ratio)))


_ROUNDING = 5e-5
_FLOOR = 1e-12
"""Channels with less variance than this carry no signal."""


def number(value: float) -> str:
    """Write a number with two or three digits."""
    return f"{value:.2g}" if abs(value) < 10 else f"{value:.0f}" if abs(value) < 1e6 else f"{value:.1e}"
