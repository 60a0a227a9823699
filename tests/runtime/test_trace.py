"""``bnlint trace`` on programs that train: verdicts, layers, the forms of the report, the step limit."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bnlint.libraries.flags import FLAG_NAMES
from bnlint.links import rule_page
from bnlint.runtime.verify import environment
from tests.static.helpers import code_blocks

MODEL = """\
import tensorflow as tf
from tensorflow.keras import layers


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.conv = layers.Conv2D(4, 3)
        self.bn = layers.BatchNormalization(momentum=0.7, name="first>norm")
        self.out = layers.Dense(3)

    def call(self, x, training=None):
        return self.out(tf.reduce_mean(self.bn(self.conv(x), training=training), axis=(1, 2)))
"""

TRAIN = """\
import sys
import numpy as np
import tensorflow as tf
from model import Net

tf.keras.utils.set_random_seed(0)
x = np.random.default_rng(0).normal(3.0, 2.0, (32, 8, 8, 3)).astype("float32")


def step(net, images, **flags):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(images, **flags) ** 2)
    grads = tape.gradient(loss, net.trainable_variables)
    net.optimizer.apply_gradients(zip(grads, net.trainable_variables))
    return loss


@tf.function
def compiled(net, images):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(images) ** 2)  # "</pre><script>alert(1)</script>"
    grads = tape.gradient(loss, net.trainable_variables)
    net.optimizer.apply_gradients(zip(grads, net.trainable_variables))
    return loss


good, bad, frozen = Net(), Net(), Net()
exec("frozen.bn.trainable = False")  # nobody can read this
for net in (good, bad, frozen):
    net(x[:4], training=False)
    net.optimizer = tf.keras.optimizers.SGD(0.01)
    net.optimizer.build(net.trainable_variables)
for k in range(8):
    step(good, x[4 * k:4 * k + 4], training=True)
for k in range(8):
    compiled(bad, tf.constant(x[4 * k:4 * k + 4]))


def tune(images):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(frozen(images) ** 2)
    grads = tape.gradient(loss, frozen.trainable_variables)
    frozen.optimizer.apply_gradients(zip(grads, frozen.trainable_variables))


tune(x)
exec("hidden = tf.keras.layers.BatchNormalization()")
hidden(x)
if "--never" in sys.argv:
    tf.keras.layers.BatchNormalization()(x)
sys.exit(3)
"""

BOTH_KERAS = """\
import os
import sys
os.environ["TF_USE_LEGACY_KERAS"] = "1"
import numpy as np
import tensorflow as tf
assert tf.keras.Sequential.__module__.startswith("tf_keras")
layers = tf.keras.layers
model = tf.keras.Sequential([layers.Input((4,)), layers.BatchNormalization(momentum=1.5), layers.Dense(1)])
model.compile("sgd", "mse")
x = np.random.rand(400, 4).astype("float32")
try:
    model.fit(x, x[:, :1], batch_size=4, epochs=2, verbose=0)
except Exception:
    print("the step limit is an exception")
finally:
    print("cleaned up")
print("never reached")
"""


@dataclass
class Traced:
    """A run of ``bnlint trace``."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))
        return found

    @property
    def page(self) -> str:
        return (self.folder / "report.html").read_text(encoding="utf-8")


def trace(folder: Path, dialect: int, *words: str) -> Traced:
    settings = {key: value for key, value in environment(dialect).items() if key != "TF_USE_LEGACY_KERAS"}
    command = (sys.executable, "-m", "bnlint", "trace", *words)
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False, timeout=300)
    return Traced(done.returncode, done.stdout, done.stderr, folder)


@pytest.fixture(scope="session")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Traced:
    folder = tmp_path_factory.mktemp("traced")
    (folder / "pyproject.toml").write_text("", encoding="utf-8")
    (folder / "model.py").write_text(MODEL, encoding="utf-8")
    (folder / "train.py").write_text(TRAIN, encoding="utf-8")
    options = ("--revisit", "--output-format", "json", "-o", "report.json", "--html", "report.html")
    return trace(folder, 3, *options, "train.py")


def test_the_run(traced: Traced) -> None:
    report = traced.report
    assert report["errors"] == []
    assert report["problems"] == []
    assert report["ending"] == {"how": "exited", "exit_code": 3, "exception": None}
    assert traced.code == 3
    assert report["steps"] == 17
    assert report["keras"].startswith("Keras 3.")


def test_the_schema(traced: Traced) -> None:
    schema = json.loads(code_blocks("docs/schemas.md", "json")[-1])
    jsonschema.validate(traced.report, schema)
    assert set(schema["required"]) == set(traced.report)
    assert set(schema["properties"]["layers"]["items"]["required"]) == set(traced.report["layers"][0])


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(TRAIN.splitlines(), start=1) if text in line)


def test_verdicts(traced: Traced) -> None:
    found = {
        (v["finding"]["path"], v["finding"]["line"], v["finding"]["code"]): (v["status"], v["evidence"])
        for v in traced.report["verdicts"]
    }
    compiled, tuned = line_of("<script>"), line_of("frozen(images)")
    never = line_of("BatchNormalization()(x)")
    assert {key: status for key, (status, _) in found.items()} == {
        ("train.py", compiled, "BNL102"): "confirmed",
        ("train.py", tuned, "BNL102"): "not seen",
        ("train.py", never, "BNL101"): "not seen",
    }
    confirmed = found["train.py", compiled, "BNL102"][1]
    assert re.fullmatch(
        r"weights moved by 0\.\d+, the moving statistics of first>norm by 0 in 8 training steps; inference mode "
        r"\(nobody passed training\), batches of 4; 144 values per statistic",
        confirmed,
    )
    assert found["train.py", tuned, "BNL102"][1].startswith("the layers were frozen (trainable is False) whenever")
    assert found["train.py", never, "BNL101"][1] == (
        "the line did not run, or ran without touching a layer; the program exited with code 3"
    )


def test_what_only_the_run_could_see(traced: Traced) -> None:
    (verdict,) = traced.report["unforeseen"]
    seen = verdict["finding"]
    assert verdict["evidence"].startswith("a batch with a mean up to 3")
    assert (seen["path"], seen["line"], seen["code"]) == ("train.py", line_of("hidden(x)"), "BNL101")


def test_layers(traced: Traced) -> None:
    good, bad, frozen, hidden = traced.report["layers"]
    states = [layer["state"] for layer in (good, bad, frozen, hidden)]
    assert states == ["follows", "never moved", "frozen", "not trained"]
    assert good["name"] == "first>norm"
    assert good["built_at"] == "model.py:9"
    assert (good["shape"], good["values_per_statistic"], good["momentum"]) == ([4, 6, 6, 4], 144, 0.7)
    assert good["moves"] == 8
    assert good["mean_gap"] < 0.2
    assert bad["mean_gap"] > 0.5  # measured on a batch that the compiled step got
    assert [sample["step"] for sample in good["history"]] == [0, *range(8)]
    assert all(sample["batch_variance"] > 0.0 for sample in good["history"])


class Page(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_page(traced: Traced) -> None:
    page = Page(traced.page)
    names = [tag for tag, _ in page.tags]
    assert names.count("svg") == 4
    assert names.count("article") == 4
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in page.tags
    assert "script" not in names
    assert '"</pre><script>alert(1)</script>"' in page.text  # source is shown, not executed
    assert "first>norm" in page.text
    outside = [
        (tag, value)
        for tag, attributes in page.tags
        for name, value in attributes.items()
        if name in ("src", "href", "xlink:href") and not str(value).startswith("#")
    ]
    assert outside  # nothing is loaded, but each code leads to its rule
    assert {tag for tag, _ in outside} == {"a"}
    shown = [verdict["finding"] for verdict in (*traced.report["verdicts"], *traced.report["unforeseen"])]
    assert [value for _, value in outside] == [rule_page(finding["code"]) for finding in shown]
    assert not re.search(r"url\((?!#)", traced.page)
    assert "<pre>" in traced.page
    assert "It quotes lines of the program; with <code>--no-source</code> it does not." in traced.page
    ids = [attributes["id"] for tag, attributes in page.tags if tag == "clippath" and "id" in attributes]
    assert ids


NOT_FINITE = """\
import numpy as np
import tensorflow as tf

layers = tf.keras.layers
x = np.random.default_rng(0).normal(size=(8, 4)).astype("float32")
model = tf.keras.Sequential(
    [
        layers.Input((4,)),
        layers.BatchNormalization(name="early"),
        layers.Lambda(lambda t: tf.where(tf.reduce_max(t) > 3.0, np.inf, t)),
        layers.BatchNormalization(momentum=0.3, name="late"),
        layers.Dense(1),
    ]
)
for scale in (1.0, 1.0, 9.0, 1.0):
    model.layers[0].gamma.assign(tf.fill(4, scale))
    model(x, training=True)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x, training=True))
    tape.gradient(loss, model.trainable_variables)
"""


def test_where_it_was_first_not_finite(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(NOT_FINITE, encoding="utf-8")
    options = ("--output-format=json", "-o", "report.json", "--html=page.html", "--no-source")
    traced = trace(tmp_path, 3, *options, "train.py")
    first = traced.report["first_nan"]
    assert (first["layer"], first["built_at"]) == ("late", "train.py:11")
    assert (first["statistic"], first["value"]) == ("moving mean and variance", "NaN")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "First not finite:" in page
    assert (traced.report["verdicts"] != [], "<pre>" in page, "--no-source" in page) == (True, False, False)


def test_step_limit_and_what_the_program_sets_before_its_imports(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(BOTH_KERAS, encoding="utf-8")
    traced = trace(tmp_path, 3, "--steps", "5", "train.py")
    assert traced.code == 1
    assert traced.out.splitlines()[0] == "cleaned up"
    assert "never reached" not in traced.out
    assert "train.py was stopped at the step limit after 5 training steps on Keras 2." in traced.out
    assert re.search(r"confirmed +train\.py:8:\d+: BNL301", traced.out)
    assert "1 confirmed, 0 contradicted, 0 not seen; 0 seen only by the run." in traced.out


def blocks(flags: Iterable[str], value: object) -> str:
    """Return a program with a block per name of a flag: each takes the flag, is called with it, and drops it."""
    lines = ["import tensorflow as tf", "", "", "class Block(tf.Module):", "    def __init__(self):"]
    lines += ["        super().__init__()", "        self.bn = tf.keras.layers.BatchNormalization()", ""]
    for number, flag in enumerate(flags):
        lines += [f"class Block{number}(Block):", f"    def __call__(self, x, {flag}):", "        return self.bn(x)"]
        lines += [f"Block{number}()(tf.ones((4, 3)), {value!r})"]
    return "\n".join(lines)


def test_a_dropped_flag_is_confirmed_under_each_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "flags.py").write_text(blocks(sorted(FLAG_NAMES), True), encoding="utf-8")
    done = trace(tmp_path, 3, "--keras=3", "-o", "report.json", "--output-format=json", "flags.py")
    assert [(v["finding"]["code"], v["status"]) for v in done.report["verdicts"]] == (
        [("BNL107", "confirmed")] * len(FLAG_NAMES)
    )
    assert done.report["unforeseen"] == []


def test_a_phase_or_mode_that_holds_a_word_is_no_flag(tmp_path: Path) -> None:
    (tmp_path / "flags.py").write_text(blocks(["phase", "mode"], "test"), encoding="utf-8")
    done = trace(tmp_path, 3, "--keras=3", "-o", "report.json", "--output-format=json", "flags.py")
    assert [(v["finding"]["code"], v["status"]) for v in done.report["verdicts"]] == [("BNL101", "confirmed")] * 2
    assert done.report["unforeseen"] == []


def test_a_report_that_cannot_be_written_is_shown(tmp_path: Path) -> None:
    """The run may have taken days."""
    (tmp_path / "train.py").write_text("import tensorflow as tf\n", encoding="utf-8")
    done = trace(tmp_path, 3, "-o", "missing/report.txt", "--html", "missing/report.html", "train.py")
    assert done.code == 2
    assert "missing/report.txt: cannot write: No such file or directory" in done.err
    assert "missing/report.html: cannot write: No such file or directory" in done.err
    assert "Traceback" not in done.err
    assert "train.py" in done.out


EAGER = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras

x, y = np.random.normal(3.0, 2.0, (8, 4)).astype("float32"), np.ones((8, 1), "float32")
model = keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization(), keras.layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.01)
for _ in range(12):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((y - model(x)) ** 2)
    weights = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
"""


def test_a_few_readings_stand_for_a_loop(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(EAGER, encoding="utf-8")
    done = trace(tmp_path, 3, "--every=1000", "-o", "report.json", "--output-format=json", "train.py")
    (verdict,) = done.report["verdicts"]
    assert (verdict["finding"]["code"], verdict["status"]) == ("BNL102", "confirmed")
    assert "the moving statistics of batch_normalization by 0 in 12 training steps" in verdict["evidence"]
