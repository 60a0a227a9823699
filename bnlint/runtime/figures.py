"""A figure per rule and dialect, out of what ``verify`` measured: a bad program beside a good one."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bnlint.experiments import shown_by_numbers
from bnlint.libraries.keras_models import INFERENCE
from bnlint.runtime.confirmation import Outcome, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLORS = {"bad": "#d64a3f", "good": "#2c9950"}
_NAMES = {"bad": "with the mistake", "good": "put right"}
_INK = "#7b7b7b"
"""Reads on white (4.2 : 1) as on the dark pages (4.3 : 1 on #131416): a page cannot tell a picture which it has."""
_WIDTH = 5.4
"""Inches: on a phone (360 pixels) a picture shrinks to 0.7, and a letter of 10 points to 9 pixels."""
_TITLE = 42
"""Letters that fit above bars."""
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "bnlint",
    "savefig.transparent": True,
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
}
_LAYERS = ("#3b87d9", "#e0822d", "#a06cd5", "#2c9950", "#d64a3f", "#b28e1c")
"""Colours of layers; channels of a layer share one."""
_CLEAR = 0.1
"""Numbers differ if they do by this share."""

_WIDE = 1e3
"""Values that spread wider than this are drawn on a logarithmic scale."""


def draw(rows: Iterable[Row], folder: Path) -> list[Path]:
    """Write ``BNLxxx-kerasN.svg`` for each row.

    Args:
        rows: what was measured.
        folder: made if it is not there.

    Raises:
        ImportError: matplotlib is not installed.
    """
    import matplotlib  # optional: matplotlib comes with the extra
    from cycler import cycler  # optional: as above

    matplotlib.use("agg")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with matplotlib.rc_context({**_STYLE, "axes.prop_cycle": cycler(color=_LAYERS)}):
        for row in rows:
            backend = "" if row.backend == "tensorflow" else f"-{row.backend}"
            path = folder / f"{row.code}-keras{row.dialect}{backend}.svg"
            _write(_figure(row), path)
            written.append(path)
    return written


def _write(figure: Figure, path: Path) -> None:
    from matplotlib import pyplot  # optional

    part = path.with_suffix(".part")
    figure.savefig(part, format="svg", metadata={"Date": None})
    pyplot.close(figure)
    os.replace(part, path)


def _figure(row: Row) -> Figure:
    pair = choose(row)
    figure = _numbers(pair) if shown_by_numbers(row.code) else _statistics(pair)
    figure.suptitle(f"{row.code}, {row.keras}", fontsize=10)
    return figure


def choose(row: Row) -> dict[str, Outcome]:
    """Choose a bad and a good program: namesakes that both have something to show if possible."""
    pairs = [(b, g) for b in row.bad for g in row.good]
    if not pairs:
        only = max(row.outcomes, key=_moments)
        return {("bad" if only.job.shows else "good"): only}
    bad, good = max(pairs, key=lambda pair: _worth(row.code, *pair))
    return {"bad": bad, "good": good}


def _worth(code: str, bad: Outcome, good: Outcome) -> tuple[int, bool, bool, int]:
    """Rank a pair: how many of the two have data, the same name, whether they differ, how much data."""
    data = [(len(o.numbers) if shown_by_numbers(code) else _moments(o)) for o in (bad, good)]
    named = bad.job.program.path.name.partition("_")[2] == good.job.program.path.name.partition("_")[2]
    return sum(map(bool, data)), named, _contrast(code, bad, good) > _CLEAR, min(sum(data), 60)


def _contrast(code: str, bad: Outcome, good: Outcome) -> float:
    """Return the relative difference of what the figure shows."""
    if shown_by_numbers(code):
        both = [(bad.numbers[name], good.numbers[name]) for name in bad.numbers if name in good.numbers]
    else:
        both = [(_travelled(bad), _travelled(good))]
    return max((abs(a - b) / max(abs(a), abs(b)) for a, b in both if a != b), default=0.0)


def _travelled(outcome: Outcome) -> float:
    """Return how far the moving statistics came in total."""
    ends = [(x[0], x[-1]) for curve in outcome.curves for name in ("mean", "variance") for x in curve[name]]
    return float(sum(abs(b - a) for a, b in ends if isfinite(a) and isfinite(b)))


def _moments(outcome: Outcome) -> int:
    return max((len(curve["kinds"]) for curve in outcome.curves), default=0)


def _statistics(pair: dict[str, Outcome]) -> Figure:
    """Draw the moving mean and variance over the program's course, one colour per BN layer."""
    from matplotlib import pyplot  # optional
    from matplotlib.ticker import MaxNLocator  # optional

    figure: Figure
    figure, axes = pyplot.subplots(
        2, len(pair), figsize=(_WIDTH, 4.4), sharex="col", sharey="row", squeeze=False, layout="constrained"
    )
    # The axes of a program that raised before any layer ran are hidden, label and all.
    first = next((column for column, outcome in enumerate(pair.values()) if outcome.curves), 0)
    for column, (kind, outcome) in enumerate(pair.items()):
        _title(axes[0][column], kind)
        for line, name in enumerate(("mean", "variance")):
            _draw_curves(axes[line][column], outcome.curves, name)
            if column == first:
                axes[line][column].set_ylabel(f"moving {name}")
        if not outcome.curves:
            axes[0][column].axis("off")
            axes[1][column].axis("off")
            _say(axes[0][column], outcome.text)
            for axis in axes[:, -1]:
                axis.tick_params(labelleft=True)
        axes[1][column].xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
        axes[1][column].set_xlabel("training step or call")
        if axes[1][column].get_legend_handles_labels()[1]:
            axes[1][column].legend(fontsize=9, frameon=False, loc="best")
    for line, name in enumerate(("mean", "variance")):
        if _spread(pair.values(), name) > _WIDE:
            axes[line][0].set_yscale("symlog")
    return figure


def _draw_curves(axes: Axes, curves: Sequence[dict[str, Any]], name: str) -> None:
    for number, curve in enumerate(curves):
        for channel, values in enumerate(curve[name]):
            label = f"layer {number + 1}" if channel == 0 and len(curves) > 1 else None
            marker = "o" if len(values) < 3 else "None"
            axes.plot(values, color=f"C{number}", marker=marker, ms=3, lw=1.3, label=label)
    longest = max(curves, key=lambda curve: len(curve["kinds"]), default=None)
    for number, (start, end) in enumerate(_stretches(longest["kinds"] if longest is not None else [])):
        label = "predict, evaluate" if number == 0 else None
        axes.axvspan(start - 1, end, color="#888888", alpha=0.18, linewidth=0, label=label)


def _stretches(kinds: list[str]) -> Iterator[tuple[int, int]]:
    """Yield first and last index of each stretch of inference (shaded)."""
    start: int | None = None
    for index, kind in enumerate([*kinds, ""]):
        if kind in INFERENCE and start is None:
            start = index
        elif kind not in INFERENCE and start is not None:
            yield start, index - 1
            start = None


def _spread(outcomes: Iterable[Outcome], name: str) -> float:
    values = [abs(x) for o in outcomes for curve in o.curves for channel in curve[name] for x in channel]
    return max((x for x in values if x < float("inf")), default=0.0)


def _numbers(pair: dict[str, Outcome]) -> Figure:
    """Draw one small bar chart per number, since their units differ."""
    from matplotlib import pyplot  # optional

    names = list(dict.fromkeys(name for outcome in pair.values() for name in outcome.numbers))
    titles = {name: textwrap.fill(name, _TITLE) for name in names}
    lines = sum(title.count("\n") for title in titles.values())
    figure: Figure
    figure, axes = pyplot.subplots(
        max(len(names), 1),
        1,
        figsize=(_WIDTH, 0.9 + 0.95 * max(len(names), 1) + 0.2 * lines),
        squeeze=False,
        layout="constrained",
    )
    for axis, name in zip(axes[:, 0], names, strict=False):
        known = [(kind, o.numbers[name]) for kind, o in reversed(pair.items()) if name in o.numbers]
        bars = axis.barh(
            [_NAMES[kind] for kind, _ in known],
            [x if isfinite(x) else 0.0 for _, x in known],
            color=[_COLORS[kind] for kind, _ in known],
        )
        axis.bar_label(bars, [f"{x:.3g}" for _, x in known], padding=4)
        axis.set_title(titles[name], loc="left")
        axis.margins(x=0.15)
        axis.set_xticks([])
    if not names:
        axes[0, 0].axis("off")
        _say(axes[0, 0], "\n".join(f"{_NAMES[kind]}: {outcome.text}" for kind, outcome in pair.items()))
    return figure


def _title(axes: Axes, kind: str) -> None:
    axes.set_title(_NAMES[kind], color=_COLORS[kind], loc="left")


def _say(axes: Axes, text: str) -> None:
    wrapped = "\n".join(textwrap.fill(line, 34) for line in text.splitlines())
    axes.text(0.02, 0.5, wrapped, transform=axes.transAxes, verticalalignment="center", parse_math=False)
