"""Notebooks that use modules of their project: they are read for the modules' sake, like scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bnlint.analysis import checking
from bnlint.project.ttl_cache import forget
from bnlint.settings.loading import Settings
from tests.static.helpers import bnlint

TRAINING = """\
import tensorflow as tf


def train(model, data, optimizer):
    for x, y in data:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(x) - y) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
"""
NETS = """\
from tensorflow import keras


def build(momentum):
    bn = keras.layers.BatchNormalization(momentum=momentum)
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), bn, keras.layers.Dense(1)])
"""
CELLS = (
    "%matplotlib inline\nimport tensorflow as tf\nfrom nets import build\nfrom training import train",
    "!pip list\nmodel = build(0.1)",
    "train(model, data, tf.keras.optimizers.Adam())\nmodel.predict(rows)",
)


def notebook(*cells: str) -> str:
    made: list[dict[str, object]] = [
        {"cell_type": "code", "source": c, "outputs": [], "execution_count": None, "metadata": {}} for c in cells
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made})


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two modules, and nobody else."""
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text('[project]\nname = "p"\nversion = "1"\ndependencies = ["keras>=3"]\n')
    Path("nets.py").write_text(NETS)
    Path("training.py").write_text(TRAINING)
    return tmp_path


def found(*names: str) -> list[tuple[str, int, str]]:
    return sorted((f.path, f.line, f.code) for f in checking.check_paths(names, Settings()).findings)


EXPECTED = [("nets.py", 5, "BNL303"), ("training.py", 7, "BNL102")]


def test_what_a_notebook_does_with_modules_is_found_in_them(project: Path) -> None:
    assert found("nets.py", "training.py") == []
    forget()
    Path("work.ipynb").write_text(notebook(*CELLS))
    assert found("nets.py") + found("training.py") == EXPECTED
    assert found("nets.py", "training.py", "work.ipynb") == EXPECTED, "in one run, too"


def test_places_in_it_are_told_by_cell(project: Path) -> None:
    Path("work.ipynb").write_text(notebook(*CELLS))
    assert "work.ipynb:cell 2:2:15: the value is written here" in bnlint("check", ".", cwd=project).stdout
    (finding,) = json.loads(bnlint("check", "nets.py", "--output-format=json", cwd=project).stdout)["findings"]
    (related,) = finding["related"]
    assert (related["path"], related["cell"], related["line"], related["column"]) == ("work.ipynb", 2, 2, 15)


@pytest.mark.parametrize("text", ["", "{", '{"cells": 3}', notebook("import nets\nnets.build(0.1"), notebook("x = 3")])
def test_a_notebook_that_says_nothing_costs_nothing(project: Path, text: str) -> None:
    Path("work.ipynb").write_text(text)
    assert found("nets.py", "training.py") == []


def test_a_script_that_only_calls_what_others_do_counts_in_a_run(project: Path) -> None:
    Path("main.py").write_text("from nets import build\n\nmodel = build(0.1)\n")
    assert found("nets.py") == found("main.py", "nets.py", "training.py") == [("nets.py", 5, "BNL303")]


def test_what_notebooks_show_does_not_count_as_code(project: Path) -> None:
    picture = {"output_type": "display_data", "data": {"image/png": "A" * 500_000}, "metadata": {}}
    for name, cells in (("a", CELLS[:1]), ("b", CELLS)):
        made = json.loads(notebook(*cells))
        made["cells"][0]["outputs"] = [picture]
        Path(f"{name}.ipynb").write_text(json.dumps(made))
    assert found("training.py") == EXPECTED[1:]
