"""Baselines: what was there is not shown, what comes is, and edits elsewhere change nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.static.helpers import SEED, bnlint, parse_lines

CLASS = """import tensorflow as tf


class Trainer:
    def step(self, x):
        bn = tf.keras.layers.BatchNormalization(momentum=0.0)
        return bn(x, training=True)
"""
"""BNL303 in line 6."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with two findings and a baseline that knows both."""
    (tmp_path / "requirements.txt").write_text("keras>=3\n")  # so that nothing is assumed
    (tmp_path / ".git").mkdir()
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "trainer.py").write_text(CLASS, encoding="utf-8")
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    done = bnlint("baseline", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Wrote {len(entries(tmp_path))} findings to bnlint-baseline.json.\n"
    return tmp_path


def entries(project: Path) -> list[tuple[str, str, str]]:
    document = json.loads((project / "bnlint-baseline.json").read_text(encoding="utf-8"))
    return [(path, entry["code"], entry["context"]) for path, found in document["findings"].items() for entry in found]


def check(project: Path, *arguments: str, code: int) -> list[tuple[str, int, str]]:
    done = bnlint(
        "check", "--baseline=bnlint-baseline.json", "--output-format=concise", *(arguments or ["."]), cwd=project
    )
    assert (done.returncode, done.stderr) == (code, "")
    return [(shown.path, shown.line, shown.code) for shown in parse_lines(done.stdout)]


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_known_is_not_shown(project: Path) -> None:
    assert check(project, code=0) == []
    done = bnlint("check", "--baseline=bnlint-baseline.json", cwd=project)
    assert done.stdout == f"No findings in 2 files ({len(entries(project))} in the baseline).\n"


def test_the_file_is_sorted_and_has_no_line_numbers(project: Path) -> None:
    found = entries(project)
    assert found == sorted(found)
    assert ("src/trainer.py", "BNL303", "Trainer.step") in found
    before = (project / "bnlint-baseline.json").read_bytes()
    for name in ("seed.py", "src/trainer.py"):
        edit(project / name, "import tensorflow as tf\n", "# a comment\n\nimport tensorflow as tf\n")
    bnlint("baseline", "seed.py", "src", cwd=project)
    assert (project / "bnlint-baseline.json").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import tensorflow as tf\n", "import os\n\n\nimport tensorflow as tf\n"),
        ("    def step", "    def other(self):\n        pass\n\n    def step"),
        ("(momentum=0.0)", "(  # less is more\n            momentum = 0.0,\n        )"),
        ("\n", "\r\n"),
    ],
    ids=["moved lines", "another method", "layout", "line ends"],
)
def test_it_survives_edits_that_leave_the_code(project: Path, old: str, new: str) -> None:
    edit(project / "src" / "trainer.py", old, new)
    assert check(project, code=0) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("momentum=0.0", "momentum=0.001"),
        ("class Trainer", "class Learner"),
        ("return bn(x", "other = tf.keras.layers.BatchNormalization(momentum=0.0)\n        return bn(other(x)"),
    ],
    ids=["other code", "other place", "one more"],
)
def test_new_findings_are_shown(project: Path, old: str, new: str) -> None:
    edit(project / "src" / "trainer.py", old, new)
    done = bnlint("check", "--baseline=bnlint-baseline.json", "--output-format=concise", ".", cwd=project)
    assert done.returncode == 1
    assert "BNL303" in {shown.code for shown in parse_lines(done.stdout)}


def test_equal_findings_are_counted(tmp_path: Path) -> None:
    call = "tf.keras.layers.BatchNormalization()(x)\n"
    (tmp_path / "x.py").write_text(SEED + call, encoding="utf-8")
    bnlint("baseline", cwd=tmp_path)
    assert len(entries(tmp_path)) == 2
    assert check(tmp_path, code=0) == []
    (tmp_path / "x.py").write_text(SEED + call + call, encoding="utf-8")
    assert [line for _, line, _ in check(tmp_path, code=1)] == [6]


def test_entries_that_no_longer_match_are_reported(project: Path) -> None:
    (project / "seed.py").write_text("x = 1\n", encoding="utf-8")
    done = bnlint("check", "--baseline=bnlint-baseline.json", cwd=project)
    assert done.returncode == 0
    assert done.stderr == "bnlint: bnlint-baseline.json: no longer found: seed.py: BNL101\n"
    (project / "seed.py").unlink()
    assert "seed.py: BNL101" in bnlint("check", "--baseline=bnlint-baseline.json", "src", cwd=project).stderr
    bnlint("baseline", cwd=project)
    assert {path for path, _, _ in entries(project)} == {"src/trainer.py"}


def test_what_was_not_asked_for_is_not_missed(project: Path) -> None:
    assert check(project, "seed.py", code=0) == []
    assert check(project, "--select=BNL1", ".", code=0) == []
    (project / "seed.py").write_text(SEED.rstrip("\n") + "  # noqa\n", encoding="utf-8")
    assert check(project, code=0) == []


def test_it_works_from_every_directory(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for cwd, file in ((project / "src", "../bnlint-baseline.json"), (elsewhere, str(project / "bnlint-baseline.json"))):
        done = bnlint("check", "--baseline", file, project, cwd=cwd)
        assert (done.returncode, done.stderr) == (0, "")


def test_standard_input(project: Path) -> None:
    arguments = ("check", "--baseline=bnlint-baseline.json", "--output-format=concise", "--stdin-filename=seed.py", "-")
    assert bnlint(*arguments, cwd=project, stdin=SEED).returncode == 0
    assert bnlint(*arguments, cwd=project, stdin=SEED + SEED.splitlines()[-1]).returncode == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "bad.json: cannot read: No such file or directory"),
        ("", "bad.json: not a baseline"),
        ("[]", "bad.json: not a baseline"),
        ('{"version": 1}', "bad.json: not a baseline"),
        ('{"version": 1, "findings": {"x.py": [{}]}}', "bad.json: not a baseline"),
        ('{"version": 2, "findings": {}}', "bad.json: a baseline of version 2"),
    ],
)
def test_files_that_are_no_baselines(project: Path, text: str | None, message: str) -> None:
    if text is not None:
        (project / "bad.json").write_text(text, encoding="utf-8")
    done = bnlint("check", "--baseline=bad.json", cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_errors_of_our_own_are_never_known(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("bnlint.api.check_source", broken)
    bnlint("baseline", cwd=project)
    assert entries(project) == []
    assert bnlint("check", "--baseline=bnlint-baseline.json", cwd=project).returncode == 2


def test_a_baseline_that_cannot_be_written(project: Path) -> None:
    done = bnlint("baseline", "-o", "missing/known.json", cwd=project)
    assert done.returncode == 2
    assert "missing/known.json: cannot write" in done.stderr


def test_a_configuration_that_is_wrong_writes_nothing(project: Path) -> None:
    before = entries(project)
    (project / "pyproject.toml").write_text("[tool.bnlint]\nnonsense = 1\n")
    done = bnlint("baseline", cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown key tool.bnlint.nonsense" in done.stderr
    assert entries(project) == before


def test_layout_quotes_and_comments_are_not_what_a_finding_is_recognised_by(project: Path) -> None:
    edit(project / "seed.py", "()(x)", "(name='bn')(x)")
    bnlint("baseline", cwd=project)
    edit(project / "seed.py", "(name='bn')(x)", '( name = "bn",  # mine\n    )(x)')
    assert check(project, code=0) == []
    edit(project / "seed.py", '"bn"', '"norm"')
    done = bnlint("check", "--baseline=bnlint-baseline.json", "--output-format=concise", "seed.py", cwd=project)
    assert [(shown.path, shown.line, shown.code) for shown in parse_lines(done.stdout)] == [("seed.py", 4, "BNL101")]
    assert done.stderr == "bnlint: bnlint-baseline.json: no longer found: seed.py: BNL101\n"
