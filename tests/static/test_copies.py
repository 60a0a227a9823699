"""What is found in copies of a file is shown once, at the first, to people; readers of many runs get every finding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bnlint.output import FORMATS
from bnlint.results.copies import folded
from bnlint.results.findings import Finding
from bnlint.results.messages import Message
from bnlint.results.report import Report
from bnlint.settings.options import INTERNAL_ERROR
from tests.static.helpers import bnlint, parse_lines

NET = '''"""A network."""
from tensorflow import keras
from tensorflow.keras import layers


def block(x, filters):
    x = layers.Conv2D(filters, 3, padding="same")(x)
    x = layers.BatchNormalization(momentum=0.1)(x)
    return layers.ReLU()(x)


def network(shape, classes):
    image = keras.Input(shape)
    x = block(image, 16)
    x = block(x, 32)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(classes)(x))


model = network((32, 32, 3), 10)
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
'''
"""BNL303 in line 8."""
RENAMED = "# somebody else's\n\n" + NET.replace("network", "cnn").replace("16", "24").replace('"adam"', "'sgd'")
"""BNL303 in line 10."""
OTHER = NET.replace("    x = block(x, 32)\n", "")
SMALL = "from tensorflow.keras import layers\n\nlayer = layers.BatchNormalization(momentum=0.1)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "requirements.txt").write_text("keras>=3\n")
    write(tmp_path, a=NET, b=RENAMED, c=NET)
    return tmp_path


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")


def shown(folder: Path, *arguments: str) -> list[tuple[str, int]]:
    done = bnlint("check", "--output-format=concise", *arguments, cwd=folder)
    return [(found.path, found.line) for found in parse_lines(done.stdout)]


def test_it_is_one_finding_at_the_first(folder: Path) -> None:
    assert shown(folder) == [("a.py", 8)]
    text = bnlint("check", cwd=folder).stdout
    assert "the same in 2 copies of this file" in text
    assert "b.py:10:35: the same in a copy" in text
    assert "1 finding in 1 file (3 files checked)." in text
    assert "[*] 3 fixable with --fix --unsafe-fixes." in text


def test_one_copy_is_told_as_one(folder: Path) -> None:
    (folder / "c.py").unlink()
    assert "the same in a copy of this file" in bnlint("check", cwd=folder).stdout


@pytest.mark.parametrize("output_format", FORMATS)
def test_who_reads_many_runs_gets_every_finding(folder: Path, output_format: str) -> None:
    said = bnlint("check", f"--output-format={output_format}", cwd=folder).stdout
    assert ("2 copies of this file" in said) is FORMATS[output_format].copies
    assert FORMATS[output_format].copies or all(name in said for name in ("a.py", "b.py", "c.py"))


def test_every_file_on_demand(folder: Path) -> None:
    every = [("a.py", 8), ("b.py", 10), ("c.py", 8)]
    assert shown(folder, "--group=no") == every
    (folder / "pyproject.toml").write_text("[tool.bnlint]\ngroup = false\n")
    assert shown(folder) == every


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (OTHER, [("a.py", 8), ("b.py", 8)]),
        (NET.replace("momentum=0.1", "momentum=0.2"), [("a.py", 8), ("b.py", 8)]),
        (NET.replace("momentum=0.1", "epsilon=0.0"), [("a.py", 8), ("b.py", 8)]),
        (NET.replace("momentum=0.1", "momentum=0.1  # noqa: BNL303\n    "), [("a.py", 8)]),
    ],
)
def test_what_differs_is_shown_by_itself(folder: Path, text: str, left: list[tuple[str, int]]) -> None:
    write(folder, b=text)
    assert shown(folder) == left


def test_a_comment_hides_what_is_in_its_file(folder: Path) -> None:
    write(folder, a=NET.replace("(momentum=0.1)(x)", "(momentum=0.1)(x)  # noqa: BNL303"))
    assert shown(folder) == [("b.py", 10)]


def test_small_files_are_alike_by_chance(folder: Path) -> None:
    write(folder, a=SMALL, b=SMALL, c=SMALL)
    assert shown(folder) == [("a.py", 3), ("b.py", 3), ("c.py", 3)]


def test_a_baseline_knows_each_copy(folder: Path) -> None:
    assert bnlint("baseline", cwd=folder).returncode == 0
    assert shown(folder, "--baseline=bnlint-baseline.json") == []
    write(folder, d=NET)
    assert shown(folder, "--baseline=bnlint-baseline.json") == [("d.py", 8)]


def test_each_copy_is_mended(folder: Path) -> None:
    bnlint("check", "--fix", "--unsafe-fixes", cwd=folder)
    assert all("momentum=0.9" in (folder / f"{name}.py").read_text() for name in "abc")


def test_an_error_of_bnlint_is_told_for_each_file() -> None:
    failed = [Finding(path, 1, 0, INTERNAL_ERROR, Message("what failed")) for path in ("a.py", "b.py")]
    assert folded(Report(failed)).findings == failed


def test_what_several_files_get_from_one_value_is_one(tmp_path: Path) -> None:
    layer = "from tensorflow.keras import layers\nfrom config import MOMENTUM\n\nnorm = layers.BatchNormalization({})\n"
    named = layer.format("momentum=MOMENTUM")
    write(tmp_path, config="MOMENTUM = 0.1\n", a=named, b="# the same\n" + named, c=layer.format("momentum=0.1"))
    assert shown(tmp_path) == [("config.py", 1), ("c.py", 4)]
    text = bnlint("check", cwd=tmp_path).stdout
    assert "this decides it for 2 places in 2 files" in text
    assert "1 | MOMENTUM = 0.1\n  |            ^^^\n" in text
    assert "a.py:4:34: it is used here" in text
    assert "b.py:5:34: it is used here" in text
    assert shown(tmp_path, "--group=no") == [("a.py", 4), ("b.py", 5), ("c.py", 4)]


def test_a_comment_at_a_value_of_another_file_hides_all_that_comes_from_it(tmp_path: Path) -> None:
    layer = (
        "from tensorflow.keras import layers\nfrom config import MOMENTUM\n\nlayers.BatchNormalization(momentum={})\n"
    )
    files = {name: layer.format(value) for name, value in (("a", "MOMENTUM"), ("b", "MOMENTUM"), ("c", "0.1"))}
    write(tmp_path, config="MOMENTUM = 0.1  # noqa: BNL303\n", **files)
    for group in ("yes", "no"):
        assert shown(tmp_path, f"--group={group}") == [("c.py", 4)]
    assert len(shown(tmp_path, "--disable-noqa")) == 2
    write(tmp_path, config="OTHER = 0.1  # noqa: BNL303\nMOMENTUM = 0.1\n")
    assert shown(tmp_path) == [("config.py", 2), ("c.py", 4)]


def test_what_is_in_the_file_of_the_value_stands_for_the_others(tmp_path: Path) -> None:
    layer = "norm = layers.BatchNormalization(momentum=MOMENTUM)\n"
    here = "from tensorflow.keras import layers\n\nMOMENTUM = 0.1\n" + layer
    write(tmp_path, z=here, a="from tensorflow.keras import layers\nfrom z import MOMENTUM\n\n" + layer)
    assert shown(tmp_path) == [("z.py", 4)]
    assert "the same in 1 other file" in bnlint("check", cwd=tmp_path).stdout


def test_imports_of_a_package_that_is_gone_are_one_over_all_files(tmp_path: Path) -> None:
    gone = "from keras.layers.normalization import BatchNormalization\n\nlayer = BatchNormalization()\n"
    (tmp_path / "requirements.txt").write_text("keras==3.5\n", encoding="utf-8")
    write(tmp_path, a=gone, b="import os\n" + gone, c=gone)
    assert shown(tmp_path) == [("a.py", 1)]
    assert "the same in 2 other files" in bnlint("check", cwd=tmp_path).stdout
    said = json.loads(bnlint("check", "--output-format=json", cwd=tmp_path).stdout)
    assert [found["path"] for found in said["findings"]] == ["a.py", "b.py", "c.py"]
