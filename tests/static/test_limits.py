"""Programs that take for ever, or at which bnlint fails: their other findings are shown, and what was not followed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bnlint import Config, check_source
from bnlint.analysis.watchdog import time_limit
from bnlint.interpreter.budget import OutOfTime
from bnlint.interpreter.language import operators
from bnlint.results.findings import Note

WRONG = "bn = keras.layers.BatchNormalization(momentum=99)\n"
HEAD = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
HUGE = "1" + "0" * 20


@pytest.mark.parametrize(
    "line",
    [
        f"x = range({HUGE})",
        f"x = range({HUGE}, 0, -1)",
        f"x = [] * {HUGE}",
        f"x = {HUGE} * [1]",
        f"x = [1]; x.insert({HUGE}, 2)",
        f"x = [1]; x.insert(-{HUGE}, 2)",
        f"x = [1]; x.pop({HUGE})",
        f"x = [1, 2][{HUGE}:]",
        f"x = 'a'.replace('', 'b', {HUGE})",
        f"x = 'a'.split('a', {HUGE})",
        f"x = (1, 2)[{HUGE}]",
        f"x = np.zeros(({HUGE}, 3))",
        f"x = tf.zeros([2, {HUGE}])",
        f"x = keras.layers.Dense({HUGE})(keras.Input((3,)))",
        f"x = 1 << {HUGE}",
        f"x = 10 ** {HUGE}",
        "x = int('9' * 400)",
        "x = [1, 2][::0]",
        "x = 'ab'[::0]",
        "x = float('nan'); y = int(x)",
        "x = int(1e400)",
        "import math; x = math.ceil(1e300); y = range(x)",
        "x = round(1e400)",
    ],
)
def test_odd_numbers_cost_nothing_else(line: str) -> None:
    notes: list[Note] = []
    found = check_source(f"{HEAD}{line}\n{WRONG}", config=Config(keras="2"), notes=notes)
    assert [(f.code, f.line) for f in found] == [("BNL301", 5)]
    assert notes == []


@pytest.mark.parametrize(
    "grow",
    [
        "l = (l, l)",
        "l = [l, l]",
        "l = {'a': l, 'b': l}",
        "m = []\nm.append(l)\nm.append(l)\nl = m",
        "m = {}\nm['a'] = l\nm['b'] = l\nl = m",
        "m = [0]\nm.insert(0, l)\nm.insert(0, l)\nl = m",
        "l = [l] * 2",
        "l = [l] + [l]",
        "l = list((l, l))",
        "l = tuple([l, l])",
        "l = dict(a=l, b=l)",
        "l = [l for _ in range(2)]",
        "l = [*[l], l]",
    ],
)
def test_what_doubles_with_every_line_is_not_walked_through(grow: str) -> None:
    uses = (
        "tf.stack(l)\nkeras.Model(inp, l)\ntf.map_fn(f, l)\ntf.data.Dataset.zip(l)\nif unknown():\n    l = [l]\n"
        "','.join(l)\nstrategy.run(f, l)\nprint(l)\ngiven(l)\n"
    )
    program = f"{HEAD}inp = keras.Input((3,))\nl = inp\n" + f"{grow}\n" * 40 + uses + WRONG
    began = time.process_time()
    found = check_source(program, config=Config(keras="3"))
    assert "BNL301" in {f.code for f in found}
    assert time.process_time() - began < 5  # for ever, before


NESTED = HEAD + "inp = keras.Input((3,))\nm = keras.Model(inp, keras.layers.BatchNormalization()(inp))\n"
DEEP = NESTED + "inp = keras.Input((3,))\nm = keras.Model(inp, m(m(inp)))\n" * 60


def test_a_budget_that_is_used_up_is_said() -> None:
    notes: list[Note] = []
    found = check_source(DEEP + WRONG, config=Config(keras="3"), notes=notes)
    assert [f.code for f in found if f.code == "BNL301"] == ["BNL301"]
    assert [note.message for note in notes] == [
        "not read to its end, so findings may be missing: following it takes too much work"
    ]
    assert 6 < notes[0].line < DEEP.count("\n")


def test_an_error_of_ours_costs_one_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("for a test")

    monkeypatch.setitem(operators._ARITHMETIC, "Add", broken)
    program = f"{HEAD}m = 0.5\nif unknown():\n    m = 1 + 1\nx = [1 + 1 if unknown() else 2]\n{WRONG}"
    found = check_source(program, config=Config(keras="3"))
    assert [(f.code, f.line) for f in found] == [("BNL001", 6), ("BNL001", 7), ("BNL301", 8)]
    assert found[0].message == "not followed: RuntimeError: for a test"


def _count_for_ever() -> None:
    count = 0
    with time_limit(0.2):
        while True:
            count += 1


def test_the_time_limit_ends_a_loop() -> None:
    began = time.monotonic()
    with pytest.raises(OutOfTime):
        _count_for_ever()
    assert time.monotonic() - began < 20


def test_who_is_ready_in_time_is_left_alone() -> None:
    with time_limit(0.05):
        pass
    time.sleep(0.15)


def test_no_limit() -> None:
    with time_limit(0):
        pass


def test_what_was_read_before_time_was_over_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> None:
        while True:
            pass

    monkeypatch.setitem(operators._ARITHMETIC, "Add", endless)
    notes: list[Note] = []
    program = f"{HEAD}{WRONG}x = 1 + 1\n{WRONG}"
    found = check_source(program, config=Config(keras="3", time_limit=0.5), notes=notes)
    assert [(f.code, f.line) for f in found] == [("BNL301", 4)]
    assert "it takes too much time (time-limit)" in notes[0].message


def _run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )


def test_the_command_says_it_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "deep.py").write_text(DEEP)
    (tmp_path / "other.py").write_text(HEAD + WRONG)
    done = _run("bnlint", "check", ".", "--keras", "3", "--jobs", "1", folder=tmp_path)
    assert done.returncode == 1
    assert "deep.py:" in done.stderr
    assert "takes too much work" in done.stderr
    assert "other.py:4:38: BNL301" in done.stdout
    assert "1 finding in 1 file (2 files checked, 1 not read to the end)." in done.stdout


def test_the_document_says_it(tmp_path: Path) -> None:
    (tmp_path / "deep.py").write_text(DEEP)
    done = _run("bnlint", "check", "deep.py", "--keras", "3", "--output-format", "json", folder=tmp_path)
    assert done.returncode == 0
    problems = json.loads(done.stdout)["problems"]
    assert [(p["path"], p["failed"]) for p in problems] == [("deep.py", False)]


def test_flake8_says_it_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "deep.py").write_text(DEEP)
    done = _run("flake8", "--isolated", "--select", "BNL", "--bnlint-keras", "3", "deep.py", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "bnlint: deep.py:" in done.stderr
    assert "takes too much work" in done.stderr


@pytest.mark.parametrize("value", ["-1", "soon", "nan", "inf"])
def test_a_limit_is_a_number_of_seconds(value: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("")
    done = _run("bnlint", "check", "a.py", f"--time-limit={value}", folder=tmp_path)
    assert done.returncode == 2
    assert "is no number of seconds" in done.stderr
    (tmp_path / "pyproject.toml").write_text(f'[tool.bnlint]\ntime-limit = "{value}"\n')
    done = _run("bnlint", "check", "a.py", folder=tmp_path)
    assert done.returncode == 2
    assert "tool.bnlint.time-limit" in done.stderr


def test_a_file_whose_layout_would_take_gigabytes_has_findings_and_no_fixes() -> None:
    padding = "".join(f"x{number} = {number}\n" for number in range(2_000))
    small = check_source(f"{HEAD}{padding}{WRONG}", config=Config(keras="3"), fixes=True)
    large = check_source(f"{HEAD}# {'x' * 600_000}\n{padding}{WRONG}", config=Config(keras="3"), fixes=True)
    assert [(f.code, f.fix is None) for f in small] == [("BNL301", False)]
    assert [(f.code, f.fix is None) for f in large] == [("BNL301", True)]


ANSWERS = """import tensorflow as tf
from tensorflow import keras


class Network(keras.Model):
    def __init__(self):
        super().__init__()
        self.parts = [keras.layers.Dense(8) for _ in range(60)]
        self.norm = keras.layers.BatchNormalization()

    def call(self, x):
        for part in self.parts:
            x = part(x)
        return self.norm(x)


class Runner:
    def __init__(self):
        self.network = Network()
        self.optimizer = keras.optimizers.Adam()
{methods}
    def train(self, x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.network(x))
        weights = self.network.trainable_weights
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
"""


def test_a_network_that_is_asked_often_is_trained_all_the_same() -> None:
    """Of its answers only the shapes are worked out; that work is none in vain."""
    methods = "".join(f"\n    def answer_{n}(self, x):\n        return self.network(x)\n" for n in range(40))
    text = ANSWERS.format(methods=methods)
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "loss =" in line)
    assert [(f.line, f.code) for f in check_source(text, config=Config(keras="3"))] == [(line, "BNL102")]


MANY = """import tensorflow as tf
from tensorflow import keras


def unit(x):
    return keras.layers.BatchNormalization()(keras.layers.Dense(8)(x))


def make():
    inputs = x = keras.Input((8,))
    for _ in range(38):
        x = unit(x)
    return keras.Model(inputs, x)


nets = [make() for _ in range(20)]
optimizer = keras.optimizers.Adam()
for net in nets:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.ones((4, 8))))
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
"""


def test_a_block_that_is_built_hundreds_of_times() -> None:
    notes: list[Note] = []
    assert [(f.line, f.code) for f in check_source(MANY, config=Config(keras="3"), notes=notes)] == [(20, "BNL102")]
    assert notes == []


RECURSIVE = """import keras


def pyramid(x, depth):
    x = keras.layers.Conv2D(8, 3, strides=2, padding="same")(x)
    x = keras.layers.BatchNormalization()(x)
    return x if depth == 0 else pyramid(x, depth - 1)


inputs = keras.Input((64, 64, 3))
features = pyramid(inputs, 5)
model = keras.Model(inputs, features)
print(model(keras.ops.ones((1, 64, 64, 3)), training=True))
"""


def test_a_function_that_counts_itself_down() -> None:
    """Six halvings of 64 leave one value per channel, of one image."""
    found = check_source(RECURSIVE, config=Config(keras="3"))
    assert [(f.line, f.code) for f in found] == [(6, "BNL201")]
