"""Plots of moving statistics beside the batches, as SVG that scales to the width of a phone."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bnlint.runtime.measurements import Array, LayerRecord, Sample, Stats

POINTS = 300
"""Readings drawn at most; of more, every so many-th."""

_MOVING, _BATCH, _FRAME = "#2f6fde", "#e8710a", "#8a8f98"
_STYLE = {
    "svg.fonttype": "none",  # text stays text: small, searchable, in the page's own font and colour
    "svg.hashsalt": "bnlint",
    "font.size": 9,
    "axes.edgecolor": _FRAME,
    "xtick.color": _FRAME,
    "ytick.color": _FRAME,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": _FRAME,
    "grid.alpha": 0.25,
    "grid.linewidth": 0.5,
    "legend.frameon": False,
}


def plot(record: LayerRecord) -> str:
    """Draw one BN layer over the run.

    Args:
        record: its measurements.

    Returns:
        An ``<svg>`` element, "" when nothing was read. The upper half shows the mean, the lower one the variance,
        each averaged over the channels, with a band from the 10th to the 90th percentile of the channels.
    """
    history = [s for s in record.history if np.all(np.isfinite(s.stats.mean)) and np.all(np.isfinite(s.stats.variance))]
    if not history:
        return ""
    history = history[:: max(1, len(history) // POINTS)]
    by_step = history[-1].step > history[0].step
    xs = [sample.step if by_step else index for index, sample in enumerate(history, start=1)]
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(4.4, 3.9), layout="constrained")
        mean, variance = figure.subplots(2, 1, sharex=True)
        _draw(mean, xs, history, record, lambda stats: stats.mean)
        _draw(variance, xs, history, record, lambda stats: stats.variance)
        mean.set_title("mean per channel", loc="left", fontsize=9)
        variance.set_title("variance per channel", loc="left", fontsize=9)
        if _is_wide(variance):
            variance.set_yscale("log")
        variance.set_xlabel("training step" if by_step else "call")
        variance.xaxis.get_major_locator().set_params(integer=True)
        mean.legend(loc="best", fontsize=8)
        return _svg(figure)


def plot_pair(before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    """Draw one BN layer of a program and of its fixed copy beside each other.

    Args:
        before: the layer in the report of the program as it is, ``after`` in that of the copy.

    Returns:
        An ``<svg>`` element, "" when nothing was read.
    """
    sides = [("as it is", before), ("fixed", after)]
    if not any(layer and layer["history"] for _, layer in sides):
        return ""
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(6.4, 3.9), layout="constrained")
        axes = figure.subplots(2, 2, sharex="col", sharey="row")
        for column, (title, layer) in enumerate(sides):
            for row, kind in enumerate(("mean", "variance")):
                _draw_side(axes[row][column], layer["history"] if layer else [], kind)
                axes[row][column].set_title(f"{kind}, {title}", loc="left", fontsize=9)
        axes[0][0].legend(loc="best", fontsize=8)
        return _svg(figure)


def plot_losses(before: Sequence[Any], after: Sequence[Any]) -> str:
    """Draw the losses of a program and of its fixed copy: pairs of a step and a number, None for one not finite."""
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(6.4, 2.4), layout="constrained")
        axes = figure.subplots()
        for name, colour, losses in (("as it is", _BATCH, before), ("fixed", _MOVING, after)):
            known = [(step, loss) for step, loss in losses if loss is not None]
            axes.plot([s for s, _ in known], [v for _, v in known], color=colour, linewidth=1.4, label=name)
        axes.set_xlabel("training step")
        axes.legend(loc="best", fontsize=8)
        return _svg(figure)


def _draw_side(axes: Axes, history: Sequence[dict[str, Any]], kind: str) -> None:
    history = history[:: max(1, len(history) // POINTS)]
    moving = [(s["step"], s[f"moving_{kind}"]) for s in history if s[f"moving_{kind}"] is not None]
    batches = [(s["step"], s[f"batch_{kind}"]) for s in history if s[f"batch_{kind}"] is not None]
    axes.plot([x for x, _ in moving], [y for _, y in moving], color=_MOVING, linewidth=1.8, label="moving statistic")
    axes.plot(
        [x for x, _ in batches], [y for _, y in batches], ".", color=_BATCH, markersize=3, label="batch", zorder=1
    )


def _svg(figure: Figure) -> str:
    target = io.StringIO()
    figure.savefig(target, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = target.getvalue()
    return text[text.index("<svg") :]


def _draw(
    axes: Axes, xs: list[int], history: list[Sample], record: LayerRecord, part: Callable[[Stats], Array]
) -> None:
    moving = [part(sample.stats) for sample in history]
    axes.plot(xs, [float(np.mean(m)) for m in moving], color=_MOVING, linewidth=1.8, label="moving statistic", zorder=3)
    low, high = ([float(np.percentile(m, q)) for m in moving] for q in (10, 90))
    axes.fill_between(xs, low, high, color=_MOVING, alpha=0.15, linewidth=0)
    seen = [(x, part(s.batch)) for x, s in zip(xs, history, strict=True) if s.batch is not None]
    if not seen and record.revisited is not None:
        seen = [(xs[-1], part(record.revisited))]
    if seen:
        places = [x for x, _ in seen]
        axes.plot(
            places,
            [float(np.mean(b)) for _, b in seen],
            color=_BATCH,
            linewidth=0.8,
            marker="o",
            markersize=2.5 if len(seen) > 1 else 5,
            label="batch",
        )
        low, high = ([float(np.percentile(b, q)) for _, b in seen] for q in (10, 90))
        axes.fill_between(places, low, high, color=_BATCH, alpha=0.12, linewidth=0)


def _is_wide(axes: Axes) -> bool:
    """Say whether the lines of a plot of positive numbers span more than two powers of ten."""
    values = np.concatenate([np.asarray(line.get_ydata(), dtype="float64") for line in axes.get_lines()])
    return bool(np.all(values > 0.0) and np.max(values) / np.min(values) > 100.0)
