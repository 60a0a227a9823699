"""``pytest --bnlint=error``: a project's own tests fail when a BN layer misbehaves in them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bnlint.runtime.verify import environment

TESTS = """\
import numpy as np
import pytest
import tensorflow as tf

layers = tf.keras.layers
x = np.random.rand(8, 4).astype("float32")

@pytest.fixture
def net():
    net = tf.keras.Sequential([layers.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])
    net.compile("sgd", "mse")
    return net

def step(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)
    grads = tape.gradient(loss, net.trainable_variables)
    net.optimizer.apply_gradients(zip(grads, net.trainable_variables))

def test_right(net):
    net.fit(x, x[:, :1], verbose=0)
    net.predict(x, verbose=0)

def test_wrong(net):
    step(net)

def test_wrong_too(net):
    step(net)

@pytest.mark.bnlint_allow("BNL102")
def test_wrong_on_purpose(net):
    step(net)

@pytest.mark.bnlint_allow("BNL2")
def test_something_else_is_allowed(net):
    step(net)

def test_fails_by_itself():
    layers.BatchNormalization()(tf.constant(x))  # noqa: BNL101
    assert False

def test_fails_for_that_reason(net):
    step(net)
    assert abs(net.layers[0].moving_mean.numpy()).max() > 0

@pytest.mark.bnlint_allow("BNL101")
def test_shows_a_mistake():
    layers.BatchNormalization()(tf.constant(x))

def test_tries_a_layer():
    assert layers.BatchNormalization()(tf.constant(x)) is not None  # tried
"""


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options)
    return subprocess.run(
        command, cwd=folder, env=environment(3), capture_output=True, text=True, check=False, timeout=300
    )


def test_error(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nbnlint = error\n", encoding="utf-8")
    (tmp_path / "test_net.py").write_text(TESTS, encoding="utf-8")
    done = run(tmp_path)
    assert done.returncode == 1
    failed = sorted(line.split()[1] for line in done.stdout.splitlines() if line.startswith("FAILED"))
    right = ("right", "shows_a_mistake", "wrong_on_purpose")
    names = sorted(set(re.findall(r"^def test_(\w+)", TESTS, re.MULTILINE)) - set(right))
    assert failed == [f"test_net.py::test_{name}" for name in names], done.stdout
    hint = done.stdout.partition("- BatchNormalization -")[2].partition("____ ")[0]
    assert hint.strip("- \n").startswith("test_net.py:16: BNL102 this Sequential"), done.stdout
    summary = done.stdout.partition("= BatchNormalization =")[2].partition("\nFAILED ")[0]
    assert "test_net.py:16: BNL102 this Sequential" in summary
    assert summary.count("BNL102 this Sequential") == 1  # each finding once
    assert "seen in test_net.py::test_wrong and 3 more" in summary
    (tried,) = (number for number, line in enumerate(TESTS.splitlines(), start=1) if line.endswith("# tried"))
    assert f"test_net.py:{tried}: BNL101 BatchNormalization returns its input almost unchanged" in summary
    assert "6 failed, 3 passed" in done.stdout


def test_without_numpy(tmp_path: Path) -> None:
    """An environment of the linter alone has none, and its tests have nothing to do with TensorFlow."""
    (tmp_path / "test_plain.py").write_text("def test_one():\n    pass\n", encoding="utf-8")
    (tmp_path / "blind.py").write_text(
        "import importlib.util\nfind = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, package=None: None if name == 'numpy' else find(name, package)\n",
        encoding="utf-8",
    )
    done = run(tmp_path, "-p", "blind", "--bnlint=error")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "bnlint cannot watch the tests: numpy is not installed" in done.stdout


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ((), 0, "1 passed"),
        (("--bnlint=warn",), 0, "1 passed"),
        (("--bnlint=maybe",), 4, "invalid choice"),
        (("-o", "bnlint=maybe"), 4, "not one of off, warn, error"),
        (("--strict-markers", "--markers"), 0, "bnlint_allow"),
    ],
)
def test_without_tensorflow(tmp_path: Path, options: tuple[str, ...], code: int, said: str) -> None:
    text = "import sys\n\ndef test_one():\n    assert not {'tensorflow', 'libcst'} & set(sys.modules)\n"
    (tmp_path / "test_plain.py").write_text(text, encoding="utf-8")
    done = run(tmp_path, *options)
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True), done.stdout + done.stderr


def test_the_plugin_itself_imports_nothing() -> None:
    code = "import sys; before = set(sys.modules); import bnlint.hosts.pytest_plugin; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = {name for name in done.stdout.split() if name.partition(".")[0] not in sys.stdlib_module_names}
    assert imported == {"bnlint", "bnlint.hosts", "bnlint.hosts.pytest_plugin"}
