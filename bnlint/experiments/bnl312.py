"""BNL312: epsilon flattens the signal, or is too small for float16."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import number

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

PROBES = REPLAYS = True
FIGURE = "numbers"
_SPREAD = "spread of an input of variance 1"
_FLAT = 0.955
"""Spread at a variance of 1: 1 / sqrt(1 + 0.1) = 0.953 for the smallest epsilon that the rule reports."""


def symptom(recording: Recording) -> Measurement:
    """Measure the spread of the normalised output, and the output of a channel that was silent in training."""
    for record in recording.layers.values():
        probe = record.probe
        if probe is None or probe.spread is None:
            continue
        if probe.spread < _FLAT:
            text = f"an input of variance 1 comes out with a spread of {number(probe.spread)}"
            own = [c.output.spread for c in recording.replays if c.layer is record.layer and c.output is not None]
            text += f", the program's own data with {number(own[-1])}" if own else ""
            return Measurement(text, True, {_SPREAD: probe.spread})
        if probe.silent_finite is False:
            return Measurement("a channel that was silent in training puts out infinity", True)
    spreads = [r.probe.spread for r in recording.layers.values() if r.probe is not None and r.probe.spread is not None]
    if not spreads:
        return Measurement("no BN layer was run", False)
    text = f"an input of variance 1 comes out with a spread of {number(min(spreads))}"
    return Measurement(text, False, {_SPREAD: min(spreads)})
