"""The steps of the action as a runner starts them, with a real installation; run by ``nox -s hosts``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import junitparser
import yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
SEED = """import tensorflow as tf

x = tf.constant([-0.22630838])
y = tf.keras.layers.BatchNormalization()(x)
"""


def test_the_action(tmp_path: Path) -> None:
    work = tmp_path / "work"
    (work / "my code").mkdir(parents=True)
    (work / "my code" / "seed.py").write_text(SEED, encoding="utf-8")
    (work / "-seed.py").write_text(SEED, encoding="utf-8")
    given = {f"inputs.{name}": one["default"] for name, one in ACTION["inputs"].items()}
    given |= {
        "inputs.paths": "my code\n-s*.py\n",
        "inputs.junit-file": "tests.xml",
        "inputs.sarif-file": "bnlint.sarif",
    }
    given |= {"github.action_path": str(ROOT), "steps.python.outputs.python-path": sys.executable}
    runner = {"RUNNER_TEMP": str(tmp_path), "GITHUB_STEP_SUMMARY": str(work / "summary.md")}
    codes = []
    for step in ACTION["runs"]["steps"][1:]:
        env = {key: given[value.removeprefix("${{ ").removesuffix(" }}")] for key, value in step["env"].items()}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        codes.append(subprocess.run(command, cwd=work, env={**os.environ, **env, **runner}, check=False).returncode)
    assert codes == [0, 1]
    assert junitparser.JUnitXml.fromfile(str(work / "tests.xml")).failures == 2
    assert "my code/seed.py:4:5" in (work / "summary.md").read_text(encoding="utf-8")
    assert (work / "bnlint.sarif").is_file()
