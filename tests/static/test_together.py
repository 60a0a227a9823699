"""Files of one run: what one says of another is worked out once, and nothing is found or lost by that."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bnlint import api
from bnlint.analysis import checking
from bnlint.settings.loading import Settings
from bnlint.syntax.source import Source
from tests.static.helpers import ROOT

NETWORK = """\
from tensorflow import keras


def block(x, width, momentum=0.99):
    return keras.layers.ReLU()(keras.layers.BatchNormalization(momentum=momentum)(keras.layers.Dense(width)(x)))


def build(width):
    inputs = keras.Input((4,))
    return keras.Model(inputs, block(block(inputs, width), width))
"""
TRAINING = """\
import tensorflow as tf

from networks import build

model, optimizer = build(8), tf.keras.optimizers.SGD(0.1)
rows = tf.random.normal((8, 4))
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)
    weights = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
model.predict(rows)
"""
HASTY = "from networks import block\nfrom tensorflow import keras\n\nblock(keras.Input((4,)), 8, momentum=0.1)\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of networks, and some that use it."""
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text('[project]\nname = "p"\nversion = "1"\ndependencies = ["keras>=3"]\n')
    Path("networks.py").write_text(NETWORK)
    Path("train.py").write_text(TRAINING)
    for number in range(3):
        Path(f"use{number}.py").write_text(f"from networks import build\n\nmodel = build({number} + 8)\n")
    return tmp_path


def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, bool]]:
    """Count the analyses of files as they are, by file and whether those that use it are read; fixes are tried, too."""
    found: Counter[tuple[str, bool]] = Counter()
    check = api.check_source

    def counting(source: str, path: str, *rest: object, **more: object) -> object:
        if source == Path(path).read_text():
            found[Path(path).name, more["aside"].users] += 1  # type: ignore[attr-defined]
        return check(source, path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(api, "check_source", counting)
    return found


def findings(paths: list[Path], together: bool) -> list[tuple[str, int, str]]:
    parts = [paths] if together else [[path] for path in paths]
    reports = [checking.check_paths(map(str, part), Settings()) for part in parts]
    return sorted((Path(f.path).name, f.line, f.code) for report in reports for f in report.findings)


def test_a_file_that_only_lays_out_networks_is_read_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = reads(monkeypatch)
    found = findings(sorted(project.glob("*.py")), together=True)
    assert found == [("train.py", 9, "BNL102")]
    assert read["networks.py", False] == 1
    assert read["networks.py", True] == 0
    assert (read["train.py", False], read["train.py", True]) == (1, 0)  # it trains, and nothing uses it


def test_what_is_found_depends_on_those_that_use_the_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "more.py").write_text("from train import model\n\nmodel.summary()\n")
    read = reads(monkeypatch)
    assert findings(sorted(project.glob("*.py")), together=True) == [("train.py", 9, "BNL102")]
    assert read["train.py", True] == 1


def test_alone_it_is_read_with_those_that_use_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = reads(monkeypatch)
    assert findings([project / "networks.py"], together=True) == []
    assert read == {("networks.py", True): 1}


def test_what_another_file_reports_in_it_is_found(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "hasty.py").write_text(HASTY)
    read = reads(monkeypatch)
    paths = sorted(project.glob("*.py"))
    together = findings(paths, together=True)
    assert together == findings(paths, together=False)
    assert ("networks.py", 5, "BNL303") in together
    assert read["networks.py", True] == 2  # once for each of the two


def test_a_file_outside_of_the_run_is_read_with_those_it_concerns(project: Path) -> None:
    (project / "hasty.py").write_text(HASTY)
    named = [project / "networks.py", project / "use0.py"]
    assert findings(named, together=True) == findings(named, together=False) != []


def test_an_error_of_ours_is_told_with_its_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = checking._find

    def failing(source: Source, *rest: object) -> object:
        if source.path.endswith("use1.py"):
            raise LookupError("of ours")
        return find(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "_find", failing)
    report = checking.check_paths(map(str, sorted(project.glob("*.py"))), Settings())
    failed = [finding for finding in report.findings if finding.code == "BNL001"]
    assert [Path(finding.path).name for finding in failed] == ["use1.py"]
    assert "LookupError: of ours" in failed[0].message
    assert ("train.py", 9, "BNL102") in [(Path(f.path).name, f.line, f.code) for f in report.findings]


FOLDERS = sorted(path for path in (ROOT / "tests" / "programs" / "projects").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_projects(folder: Path) -> None:
    paths = sorted(folder.rglob("*.py"))
    assert findings(paths, together=True) == findings(paths, together=False)
