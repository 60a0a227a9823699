"""The setting ``min-values``, of BNL206: the same number for flake8, the command, its configuration and a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.api import check_source
from bnlint.settings.config import Config
from tests.static.helpers import bnlint, python

TEN_ROWS = """
import numpy as np
from tensorflow import keras

x, y = np.random.rand(40, 3), np.random.rand(40, 1)
model = keras.Sequential([keras.Input((3,)), keras.layers.BatchNormalization(), keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(x, y, batch_size=10, verbose=0)
"""
ENABLED = "--enable=BNL206"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "train.py").write_text(TEN_ROWS, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("enough", "told"), [(2, False), (8, False), (10, False), (11, True)])
def test_of_how_many_values_a_statistic_is_to_be_made(folder: Path, enough: int, told: bool) -> None:
    found = check_source(TEN_ROWS, config=Config("3", frozenset(("BNL206",)), min_values=enough))
    assert [finding.code for finding in found] == ["BNL206"] * told
    done = bnlint("check", ENABLED, f"--min-values={enough}", "train.py", cwd=folder)
    assert ("BNL206 10 values per statistic" in done.stdout) is told
    (folder / "pyproject.toml").write_text(f"[tool.bnlint]\nenable = ['BNL206']\nmin-values = {enough}\n")
    assert ("BNL206" in bnlint("check", "train.py", cwd=folder).stdout) is told
    options = ("--isolated", "--select=BNL", "--bnlint-enable=BNL206", f"--bnlint-min-values={enough}")
    assert ("BNL206" in python("-m", "flake8", *options, "train.py", cwd=folder).stdout) is told


def test_the_command_line_counts_more_than_the_configuration(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.bnlint]\nenable = ['BNL206']\nmin-values = 16\n")
    assert "BNL206" in bnlint("check", "train.py", cwd=folder).stdout
    assert "BNL206" not in bnlint("check", "--min-values=10", "train.py", cwd=folder).stdout


@pytest.mark.parametrize("value", ["1", "0", "-4", "8.0", "many", "true", "9" * 99])
def test_it_is_a_whole_number_above_one(folder: Path, value: str) -> None:
    done = bnlint("check", f"--min-values={value}", "train.py", cwd=folder)
    assert done.returncode == 2
    assert "is no number of values above 1" in done.stderr
    (folder / "pyproject.toml").write_text(f"[tool.bnlint]\nmin-values = {value if value != 'many' else repr(value)}\n")
    done = bnlint("check", "train.py", cwd=folder)
    assert done.returncode == 2
    assert "tool.bnlint.min-values" in done.stderr
    done = python("-m", "flake8", "--isolated", f"--bnlint-min-values={value}", "train.py", cwd=folder)
    assert "is no number of values above 1" in done.stderr


def test_doctor_says_where_both_differ(folder: Path) -> None:
    (folder / ".flake8").write_text("[flake8]\nbnlint-min-values = 16\nbnlint-time-limit = 1.5\n")
    said = " ".join(bnlint("doctor", cwd=folder).stdout.split())
    assert "bnlint-min-values is 16 for the plugin, but min-values is 8 for the command" in said
    assert "bnlint-time-limit is 1.5 for the plugin, but time-limit is 60 for the command" in said
