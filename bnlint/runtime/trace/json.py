"""The report for machines: one JSON object with a format version."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from bnlint import __version__
from bnlint.output.documents import dumped
from bnlint.runtime.layers import LayerResult
from bnlint.runtime.trace.result import Trace
from bnlint.runtime.trace.verdicts import Verdict

FORMAT = 2
"""Grows when a field changes its meaning or goes away."""


def render(trace: Trace) -> Iterator[str]:
    """Yield the lines of the report."""
    yield dumped(to_dict(trace), indent=1)


def to_dict(trace: Trace) -> dict[str, Any]:
    """Return the report as plain data."""
    error = trace.ending.error
    return {
        "format": FORMAT,
        "bnlint": __version__,
        "program": trace.program,
        "ending": {
            "how": trace.ending.how,
            "exit_code": trace.ending.code,
            "exception": type(error).__name__ if trace.ending.how == "raised" else None,
        },
        "keras": trace.keras,
        "steps": trace.steps,
        "seconds": round(trace.seconds, 3),
        "losses": [[step, _finite(loss)] for step, loss in trace.losses],
        "evaluations": [
            {"step": step, "values": {name: _finite(value) for name, value in scores.items()}}
            for step, scores in trace.evaluations
        ],
        "counts": trace.counts,
        "verdicts": [_verdict(verdict) for verdict in trace.verdicts],
        "unforeseen": [_verdict(verdict) for verdict in trace.unforeseen],
        "first_nan": _first_nan(trace),
        "layers": [_layer(layer) for layer in trace.layers],
        "notes": trace.notes,
        "problems": [str(problem) for problem in trace.problems],
        "errors": trace.errors,
    }


def _first_nan(trace: Trace) -> dict[str, Any] | None:
    layer = trace.first_nan
    if layer is None or layer.broken is None:
        return None
    found = layer.broken
    return {
        "layer": layer.name,
        "built_at": layer.place or None,
        "statistic": found.statistic,
        "value": found.value,
        "step": found.step,
        "finite_at": found.finite_at,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {"status": verdict.status, "evidence": verdict.evidence, "finding": verdict.finding.to_json()}


def _layer(layer: LayerResult) -> dict[str, Any]:
    history = layer.record.history if layer.record is not None else []
    return {
        "name": layer.name,
        "built_at": layer.place or None,
        "modes": layer.modes,
        "shape": layer.shape,
        "values_per_statistic": layer.values,
        "momentum": layer.momentum,
        "moves": layer.record.moves if layer.record is not None else 0,
        "state": layer.comparison.state,
        "mean_gap": _finite(layer.comparison.mean_gap),
        "variance_ratio": _finite(layer.comparison.variance_ratio),
        "history": [
            {
                "step": sample.step,
                "mode": sample.mode,
                "moving_mean": _average(sample.stats.mean),
                "moving_variance": _average(sample.stats.variance),
                "batch_mean": _average(sample.batch.mean) if sample.batch is not None else None,
                "batch_variance": _average(sample.batch.variance) if sample.batch is not None else None,
            }
            for sample in history
        ],
    }


def _average(values: Any) -> float | None:
    """Return the mean over the channels; None for NaN and infinity, which JSON does not have."""
    return _finite(float(values.mean())) if values.size else None


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
