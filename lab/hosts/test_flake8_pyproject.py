"""``bnlint doctor`` beside the plugin with which flake8 reads ``pyproject.toml``; run by ``nox -s hosts``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SEED = """import tensorflow as tf

x = tf.constant([-0.22630838])
y = tf.keras.layers.BatchNormalization()(x)
"""


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PATH": str(Path(sys.executable).parent)}
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "lines",
    [
        "max-line-length = 100",
        "extend-ignore = ['E203', 'B']",
        "ignore = 'B'",
        "select = ['E', 'F']",
        "extend-select = ['B']",
        "per-file-ignores = ['seed.py: B']",
        "per_file_ignores = ['tests/*: B9', 'other.py: E501']",
        "bnlint-enable = ['BNL204']\nbnlint-keras = 3",
    ],
)
def test_doctor_sees_what_flake8_sees(tmp_path: Path, lines: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    (tmp_path / "tox.ini").write_text("[flake8]\nextend-ignore = B\n")  # which nobody reads then
    (tmp_path / "pyproject.toml").write_text(f"[tool.flake8]\n{lines}\n", encoding="utf-8")
    shown = "BNL101" in run("flake8", "seed.py", cwd=tmp_path).stdout
    checks = json.loads(run("bnlint", "doctor", "--output-format=json", cwd=tmp_path).stdout)["checks"]
    hidden = [check["message"] for check in checks if check["area"] == "flake8" and check["status"] == "problem"]
    assert bool(hidden) == (not shown), hidden
    assert not any("tox.ini" in check["message"] for check in checks)
