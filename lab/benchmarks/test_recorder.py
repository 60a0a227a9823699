"""What the recorder costs a training program, as a ratio of CPU time per step.

One process trains with the recorder, one without; they run blocks of steps in turn, and the median of the ratios of
neighbouring blocks counts. What TensorFlow compiles is behind them when the first block begins. Needs TensorFlow.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from bnlint.runtime.state import LIGHT

PROGRAM = Path(__file__).parent / "recorded_training.py"
STEPS = {
    ("small", "fit"): 250,
    ("small", "tf.function"): 250,
    ("small", "train_on_batch"): 150,
    ("small", "eager"): 20,
    ("resnet50", "fit"): 12,
    ("resnet50", "tf.function"): 12,
    ("resnet50", "train_on_batch"): 12,
    ("resnet50", "eager"): 2,
}
"""Steps in a block: about half a second."""

BLOCKS = 25
AIM = 1.1
"""Of the steps after the first ones, everywhere but in an eager loop."""

NOISE = 0.05
"""What the median of so many ratios still varies by on a machine that has other things to do."""


class Training:
    """A process that trains when it is told to."""

    def __init__(self, net: str, way: str, kind: str, dialect: int) -> None:
        settings = os.environ | {"TF_USE_LEGACY_KERAS": str(int(dialect == 2)), "TF_CPP_MIN_LOG_LEVEL": "3"}
        self._process = subprocess.Popen(
            (sys.executable, str(PROGRAM), net, way, kind),
            env=settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def time(self, steps: int) -> float:
        """Return the CPU seconds that one of so many steps takes."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(steps, file=self._process.stdin, flush=True)
        return float(self._process.stdout.readline())

    def end(self) -> int:
        """Let the process end; returns its exit code."""
        self._process.communicate()
        return self._process.returncode


@pytest.mark.parametrize("dialect", [2, 3])
@pytest.mark.parametrize(("net", "way"), STEPS)
def test_overhead(net: str, way: str, dialect: int, ratio: list[str]) -> None:
    plain, watched = (Training(net, way, kind, dialect) for kind in ("plain", "watched"))
    try:
        for training in (plain, watched):
            training.time(2)
        first = watched.time(LIGHT.dense - 2) / plain.time(LIGHT.dense - 2)
        steps = STEPS[net, way]
        pairs = [(watched.time(steps), plain.time(steps)) for _ in range(BLOCKS)]
    finally:
        codes = plain.end(), watched.end()
    later, milliseconds = statistics.median(a / b for a, b in pairs), 1000 * statistics.median(b for _, b in pairs)
    ratio.append(
        f"recorder, {net}, {way}, Keras {dialect}: {first:.2f} in the first {LIGHT.dense} steps, {later:.3f} later "
        f"(plain step: {milliseconds:.1f} ms)"
    )
    assert codes == (0, 0)
    assert way == "eager" or later <= AIM + NOISE
