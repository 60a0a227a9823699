"""What the recorder costs a training program, as a ratio of CPU time per step.

Each way of training runs in blocks of steps, with and without the recorder in turn, in one process; the first block of
each kind, in which TensorFlow compiles, is not counted. Needs TensorFlow.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
STEPS, BLOCKS = 10, 3


@pytest.mark.parametrize("dialect", [2, 3])
@pytest.mark.parametrize("way", ["fit", "tf.function", "eager loop"])
def test_overhead(way: str, dialect: int, ratio: list[str]) -> None:
    settings = os.environ | {"TF_USE_LEGACY_KERAS": str(int(dialect == 2)), "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = (sys.executable, str(ROOT / "recorded_training.py"), way, str(STEPS), str(BLOCKS))
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    times = json.loads(done.stdout.splitlines()[-1])
    plain, first, later = (statistics.median(times[kind]) for kind in ("plain", "first", "later"))
    ratio.append(
        f"recorder, {way}, Keras {dialect}: {first / plain:.2f} at first, {later / plain:.2f} later "
        f"(plain step: {plain * 1000:.1f} ms)"
    )
    assert plain > 0.0
