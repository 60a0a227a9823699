"""bnlint says which Keras it judged for and why, in every output that has room for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bnlint.analysis import dialect
from bnlint.analysis.dialect import Target
from tests.static.helpers import SEED, bnlint

ASSUMED = "because nothing in the project says otherwise: set keras in [tool.bnlint], or --keras."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two parts with a Keras each, and a file without batch normalization."""
    (tmp_path / ".git").mkdir()
    for folder, requirement in (("old", "tensorflow==2.11.0"), ("new", "keras>=3")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "seed.py").write_text(SEED)
        (tmp_path / folder / "requirements.txt").write_text(f"{requirement}\n")
    (tmp_path / "other.py").write_text("x = 1\n")
    return tmp_path


def lone(tmp_path: Path, source: str = SEED) -> Path:
    """A file that nothing is said about."""
    (tmp_path / "seed.py").write_text(source)
    return tmp_path


def last(folder: Path, *options: str) -> str:
    return bnlint("check", *options, ".", cwd=folder).stdout.splitlines()[-1]


def test_text_has_a_line_where_the_keras_was_assumed(tmp_path: Path) -> None:
    assert last(lone(tmp_path)) == f"Judged for Keras 3, {ASSUMED}"


def test_also_where_nothing_was_found(tmp_path: Path) -> None:
    assert last(lone(tmp_path, SEED.replace("()(x)", "()(x, training=False)"))).startswith("Judged for Keras 3")


def test_not_where_somebody_said_it(tmp_path: Path, project: Path) -> None:
    assert last(project) == "2 findings in 2 files (3 files checked)."
    assert last(lone(tmp_path / "old"), "--keras=2").endswith("checked).")


def test_not_where_no_file_speaks_of_batch_normalization(tmp_path: Path) -> None:
    assert last(lone(tmp_path, "x = 1\n")) == "No findings in 1 file."


def test_the_line_counts_where_the_rest_is_known(project: Path) -> None:
    (project / "lone").mkdir()
    (project / "lone" / "seed.py").write_text(SEED)
    assert last(project) == f"1 file judged for Keras 3, {ASSUMED}"


def test_concise_output_stays_findings_only(tmp_path: Path) -> None:
    assert "BNL101" in last(lone(tmp_path), "--output-format=concise")


@pytest.mark.parametrize("output_format", ["text", "concise", "github"])
def test_statistics(project: Path, output_format: str) -> None:
    printed = bnlint("check", "--statistics", f"--output-format={output_format}", ".", cwd=project).stdout
    assert printed.splitlines()[-2:] == [
        "1       judged for Keras 2: tensorflow==2.11.0 in old/requirements.txt",
        "1       judged for Keras 3: keras>=3 in new/requirements.txt",
    ]


def test_statistics_of_what_the_user_set(project: Path) -> None:
    assert last(project, "--statistics", "--keras=3") == "2       judged for Keras 3: set by you"


def test_a_reason_does_not_steer_terminals(project: Path) -> None:
    (project / "old" / "\x1b[2J.yml").write_text("dependencies:\n- tensorflow==2.9\n")
    (project / "old" / "requirements.txt").unlink()
    assert "\x1b" not in bnlint("check", "--statistics", ".", cwd=project).stdout


def document(folder: Path, output_format: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(bnlint("check", f"--output-format={output_format}", ".", cwd=folder).stdout)
    return loaded


def test_json(project: Path) -> None:
    found = document(project, "json")
    old, new = str(Path("old", "seed.py")), str(Path("new", "seed.py"))
    assert [(entry["dialect"], entry["why"], entry["assumed"], len(entry["paths"])) for entry in found["keras"]] == [
        (2, "tensorflow==2.11.0 in old/requirements.txt", False, 1),
        (3, "keras>=3 in new/requirements.txt", False, 1),
    ]
    assert {Path(each["path"]).as_posix(): each["keras"] for each in found["findings"]} == {
        Path(old).as_posix(): 2,
        Path(new).as_posix(): 3,
    }


def test_json_of_an_assumption(tmp_path: Path) -> None:
    (entry,) = document(lone(tmp_path), "json")["keras"]
    assert entry["assumed"]
    assert entry["dialect"] == 3


def test_sarif(project: Path) -> None:
    (run,) = document(project, "sarif")["runs"]
    assert [(entry["dialect"], entry["files"][0]["uri"]) for entry in run["properties"]["keras"]] == [
        (2, "old/seed.py"),
        (3, "new/seed.py"),
    ]
    assert [each["properties"]["keras"]["dialect"] for each in run["results"]] == [3, 2]


def test_an_error_while_choosing_is_an_internal_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def target(*_: object) -> Target:
        raise OSError("no")

    monkeypatch.setattr(dialect, "target", target)
    done = bnlint("check", "--output-format=json", ".", cwd=lone(tmp_path))
    found = json.loads(done.stdout)
    assert done.returncode == 2
    assert [(each["code"], each["keras"]) for each in found["findings"]] == [("BNL001", None)]
    assert found["keras"] == []


def test_one_file_may_use_both(tmp_path: Path) -> None:
    """What is written with tf_keras in front is Keras 2's; the rest is judged for what runs it."""
    norm = "layers.BatchNormalization(fused=False)"
    lone(tmp_path, f"import keras\nimport tf_keras\nold = tf_keras.{norm}\nnew = keras.{norm}\n")
    printed = bnlint("check", "--output-format=concise", "--select=BNL501", ".", cwd=tmp_path).stdout.splitlines()
    assert [line.split(":")[1] for line in printed] == ["4"]
