"""``bnlint trace`` on Keras 3 on JAX and PyTorch, in processes that have no TensorFlow loaded.

Run by ``nox -s backends``. Fails where JAX or PyTorch is missing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

BOTH = pytest.mark.parametrize("backend", ["jax", "torch"])

NET = """
    import keras
    import numpy as np
    keras.utils.set_random_seed(1)
    L = keras.layers
    x = np.random.default_rng(0).normal(5, 3, (256, 4)).astype("float32")
    y = x[:, :1]
    def net():
        return keras.Sequential([keras.Input((4,)), L.Dense(8), L.BatchNormalization(momentum=0.9), L.Dense(1)])
"""


@dataclass
class Traced:
    """What a traced program printed, and its report."""

    returncode: int
    stderr: str
    report: dict[str, Any]

    @property
    def verdicts(self) -> list[tuple[str, int, str]]:
        """What was said by the linter or only shown by the run, as (code, line, verdict)."""
        said = (*self.report["verdicts"], *self.report["unforeseen"])
        return sorted((v["finding"]["code"], v["finding"]["line"], v["status"]) for v in said)

    @property
    def states(self) -> list[str]:
        """How the moving statistics of each layer compare with its batches."""
        return [layer["state"] for layer in self.report["layers"]]


def trace(folder: Path, backend: str, text: str, *options: str) -> Traced:
    """Trace a program; it must not load TensorFlow, and the recorder must have no errors."""
    path = folder / "program.py"
    checked = "import sys\nassert 'tensorflow' not in sys.modules\n"
    path.write_text(textwrap.dedent(text).lstrip("\n") + checked, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bnlint", "trace", "--output-format", "json", *options, path.name],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "KERAS_BACKEND": backend},
        check=False,
    )
    assert done.stdout, done.stderr
    traced = Traced(done.returncode, done.stderr, json.loads(done.stdout))
    assert traced.report["errors"] == []
    assert "AssertionError" not in traced.stderr
    return traced


def line(text: str, part: str) -> int:
    """Return the number of the line that has a part, as the program is written."""
    return next(n for n, found in enumerate(textwrap.dedent(text).lstrip("\n").splitlines(), 1) if part in found)


FITTED = (
    NET
    + """
    model = net()
    model.compile("adam", "mse")
    model.fit(x, y, epochs=6, verbose=0)
    print(float(model.predict(x, verbose=0).sum()), *(float(np.sum(np.abs(w))) for w in model.get_weights()))
"""
)


@BOTH
def test_the_statistics_are_read_while_fit_carries_them(tmp_path: Path, backend: str) -> None:
    traced = trace(tmp_path, backend, FITTED)
    assert (traced.report["steps"], traced.verdicts, traced.states) == (48, [], ["follows"])
    assert traced.report["keras"].endswith({"jax": " on JAX", "torch": " on PyTorch"}[backend])
    (layer,) = traced.report["layers"]
    assert layer["moves"] == 48
    assert layer["history"][0]["batch_mean"] is not None


@BOTH
def test_the_program_computes_the_same(tmp_path: Path, backend: str) -> None:
    traced = trace(tmp_path, backend, FITTED)
    alone = subprocess.run(
        [sys.executable, "program.py"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "KERAS_BACKEND": backend},
        check=True,
    )
    assert alone.stdout in traced.stderr


@BOTH
def test_a_model_whose_call_takes_no_flag(tmp_path: Path, backend: str) -> None:
    program = (
        NET
        + """
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.inside = net()
        def call(self, x):
            return self.inside(x)
    model = Net()
    model.compile("adam", "mse")
    model.fit(x, y, epochs=2, verbose=0)
    """
    )
    traced = trace(tmp_path, backend, program)
    assert traced.verdicts == [("BNL103", line(program, "def call"), "confirmed")]
    assert (traced.returncode, traced.report["steps"], traced.states) == (1, 16, ["never moved"])


TORCH = (
    NET
    + """
    import torch
    model = net()
    pairs = list(zip(torch.tensor(x).split(32), torch.tensor(y).split(32))) * 4
"""
)
UPDATES = {
    "optimizer of PyTorch": ("torch.optim.Adam(model.parameters(), 0.01)", "optimizer.step()"),
    "optimizer of Keras": (
        "keras.optimizers.Adam(0.01); optimizer.build(model.trainable_weights)",
        "with torch.no_grad(): optimizer.apply([w.value.grad for w in model.trainable_weights])",
    ),
    "by hand": (
        "None",
        "with torch.no_grad(): [w.value.sub_(0.001 * w.value.grad) for w in model.trainable_weights]",
    ),
}


@pytest.mark.parametrize("update", list(UPDATES))
@pytest.mark.parametrize(
    ("flag", "verdicts", "state"),
    [("", ["BNL102"], "never moved"), (", training=True", [], "follows")],
    ids=["left out", "True"],
)
def test_a_loop_of_pytorch(tmp_path: Path, flag: str, verdicts: list[str], state: str, update: str) -> None:
    optimizer, step = UPDATES[update]
    program = (
        TORCH
        + f"""
    optimizer = {optimizer}
    for a, b in pairs:
        model.zero_grad()
        loss = ((model(a{flag}) - b) ** 2).mean()
        loss.backward()
        {step}
    """
    )
    traced = trace(tmp_path, "torch", program)
    place = line(program, "loss = ")
    assert traced.verdicts == [(code, place, "confirmed") for code in verdicts]
    assert (traced.report["steps"], traced.states) == (32, [state])


def test_gradients_that_nobody_applies(tmp_path: Path) -> None:
    program = (
        TORCH
        + """
    for a, b in pairs:
        model.zero_grad()
        ((model(a) - b) ** 2).mean().backward()
        norm = sum(float((w.value.grad ** 2).sum()) for w in model.trainable_weights)
    """
    )
    traced = trace(tmp_path, "torch", program)
    assert (traced.returncode, traced.verdicts, traced.report["steps"]) == (0, [], 0)


def test_gradients_that_are_accumulated(tmp_path: Path) -> None:
    program = (
        TORCH
        + """
    optimizer = torch.optim.SGD(model.parameters(), 0.001)
    for number, (a, b) in enumerate(pairs):
        ((model(a, training=True) - b) ** 2).mean().backward()
        if number % 4 == 3:
            optimizer.step()
            optimizer.zero_grad()
    """
    )
    traced = trace(tmp_path, "torch", program)
    assert (traced.verdicts, traced.report["steps"], traced.states) == ([], 8, ["follows"])


def test_two_networks_that_train_in_turn(tmp_path: Path) -> None:
    """The gradient of the second loss reaches a call from before the first one's."""
    program = (
        TORCH
        + """
    critic = keras.Sequential([keras.Input((1,)), L.Dense(8), L.BatchNormalization(momentum=0.9), L.Dense(1)])
    first, second = torch.optim.Adam(critic.parameters()), torch.optim.Adam(model.parameters())
    for a, b in pairs:
        made = model(a)
        first.zero_grad()
        (critic(b, training=True).mean() - critic(made.detach(), training=True).mean()).backward()
        first.step()
        second.zero_grad()
        (-critic(made, training=True).mean()).backward()
        second.step()
    """
    )
    traced = trace(tmp_path, "torch", program)
    assert traced.verdicts == [("BNL102", line(program, "made = model(a)"), "confirmed")]
    assert traced.report["steps"] == 64
