"""``bnlint trace --fix-check``: a program and its fixed copy side by side."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bnlint.results.findings import Finding
from bnlint.results.messages import Message
from bnlint.runtime.trace.copies import copy
from bnlint.runtime.trace.fixcheck import FixCheck, render, to_dict
from bnlint.runtime.verify import environment

NET = """\
import os
import tensorflow as tf
layers = tf.keras.layers


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.bn = layers.BatchNormalization(momentum=0.7, name="norm")
        self.out = layers.Dense(1)

    def call(self, x, training=None):
        if training and os.path.exists(os.path.join(os.path.dirname(__file__), "no training")):
            raise RuntimeError("not in training mode")
        return self.out(self.bn(x, training=training))
"""

TRAIN = """\
import sys
import numpy as np
import tensorflow as tf
from net import Net

tf.keras.utils.set_random_seed(0)
x = np.random.default_rng(0).normal(3.0, 0.1, (64, 4)).astype("float32")
y = x.sum(axis=1, keepdims=True)
net, optimizer = Net(), tf.keras.optimizers.SGD(0.01)
net(x[:1])
optimizer.build(net.trainable_variables)


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((net(x) - y) ** 2)
    grads = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(grads, net.trainable_variables))
    return loss


for _ in range(int(sys.argv[1])):
    step(x, y)
net.compile(loss="mse")
print(net.evaluate(x, y, verbose=0))
"""


def check(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "net.py").write_text(NET, encoding="utf-8")
    (folder / "train.py").write_text(TRAIN, encoding="utf-8")
    command = (sys.executable, "-m", "bnlint", "trace", "--fix-check", *options, "train.py", "30")
    done = subprocess.run(command, cwd=folder, env=environment(3), capture_output=True, text=True, check=False)
    # Whatever happens, the program's files are as they were.
    assert (folder / "net.py").read_text(encoding="utf-8") == NET
    assert (folder / "train.py").read_text(encoding="utf-8") == TRAIN
    return done


def test_a_fix_that_changes_the_outcome(tmp_path: Path) -> None:
    done = check(tmp_path, "--unsafe-fixes", "--output-format=json", "--html=page.html", "--steps=20")
    assert done.returncode == 1, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert [(f["path"], f["code"], f["line"]) for f in report["fixed"]] == [("train.py", "BNL102", 17)]
    assert (report["differs"], report["fails"], report["exit_codes"]) == (True, False, [0, 0])
    before, after = report["before"], report["after"]
    assert (before["steps"], after["steps"]) == (20, 20)
    assert [layer["state"] for layer in (*before["layers"], *after["layers"])] == ["never moved", "follows"]
    assert [layer["built_at"] for layer in (*before["layers"], *after["layers"])] == ["net.py:9", "net.py:9"]
    assert before["layers"][0]["mean_gap"] > 10 > 0.1 > after["layers"][0]["mean_gap"]
    assert [len(side["losses"]) for side in (before, after)] == [20, 20]
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "The fixes change what becomes of the layers." in page


def test_a_program_that_is_not_fixed(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [
            "bnlint trace --fix-check: train.py",
            "bnlint fixes nothing here; 1 can be fixed with --unsafe-fixes.",
        ],
    )


def test_a_fixed_copy_that_fails(tmp_path: Path) -> None:
    (tmp_path / "no training").touch()
    done = check(tmp_path, "--unsafe-fixes", "-o", "report.txt")
    assert done.returncode == 3, done.stderr
    lines = (tmp_path / "report.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split() for line in lines if line.startswith("  ended")] == [
        ["ended", "finished", "raised", "RuntimeError"]
    ]
    assert lines[-1] == "The fixed copy fails: raised RuntimeError. The program does not."
    assert any(line.startswith("  last evaluation: loss") and line.endswith("-") for line in lines)


def test_a_copy_leads_to_what_is_not_changed(tmp_path: Path) -> None:
    folder = tmp_path / "program"
    for name in ("train.py", "parts/net.py", "parts/other.py", "data/x.csv"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    wanted = [str(folder / "train.py"), str(folder / "parts/net.py"), "/elsewhere/lib.py"]
    target = tmp_path / "copy"
    copies = copy(str(folder), wanted, str(target))
    assert sorted(copies) == [str(target / "parts/net.py"), str(target / "train.py")]
    assert not any(Path(file).is_symlink() for file in copies)
    assert (target / "data").is_symlink()
    assert (target / "parts/other.py").is_symlink()
    assert (target / "parts/other.py").read_text(encoding="utf-8") == "parts/other.py"


def report_of(state: str, loss: float | None) -> dict[str, Any]:
    layer = {"name": "bn", "built_at": "a.py:1", "state": state, "mean_gap": None, "variance_ratio": None}
    ending = {"how": "finished", "exception": None}
    return {"ending": ending, "steps": 3, "losses": [[3, loss]], "evaluations": [], "layers": [layer]}


@pytest.mark.parametrize(("state", "said"), [("follows", "change nothing"), ("frozen", "change what becomes")])
def test_what_is_said_of_a_difference(state: str, said: str) -> None:
    found = FixCheck("a.py", [], [], report_of("follows", None), report_of(state, 0.5))
    assert not found.differs  # nothing was fixed
    found.fixed.append(Finding("a.py", 1, 0, "BNL102", Message("said")))
    lines = list(render(found))
    assert said in lines[-1]
    assert "  loss of the last step read                         not finite           0.5" in lines
    assert to_dict(found)["differs"] is (state != "follows")
