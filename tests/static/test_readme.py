"""The README's examples, tried as written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.static.helpers import ROOT, SEED, bnl, bnlint, flake8, parse_lines, python
from tests.static.lsp_client import running

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the code blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A folder with the README's opening program."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "seed.py").write_text(blocks("python")[0], encoding="utf-8")
    return tmp_path


def test_the_opening_program_and_the_answer(seed: Path) -> None:
    assert README.index("```python") < 20
    command, _, answer = blocks("console")[0].partition("\n")
    assert bnlint(*command.split()[2:], cwd=seed).stdout == answer


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("()(x)", "()(x, training=True)", ["BNL201"]),
        ("()(x)", "(momentum=0)(x)", ["BNL101", "BNL303"]),
        ("()(x)", "(momentum=1)(x)", ["BNL101", "BNL302"]),
    ],
)
def test_the_advice_that_people_get(seed: Path, old: str, new: str, codes: list[str]) -> None:
    (seed / "seed.py").write_text(blocks("python")[0].replace(old, new), encoding="utf-8")
    found = bnl(flake8("--select=BNL", "seed.py", cwd=seed))
    assert [shown.code for shown in found] == codes
    if len(codes) == 2:
        assert "momentum has no effect" in found[1].message


def test_the_flake8_configuration(seed: Path) -> None:
    (seed / ".flake8").write_text(blocks("ini")[0], encoding="utf-8")
    assert [shown.code for shown in bnl(flake8("seed.py", cwd=seed, isolated=False))] == ["BNL101"]
    (seed / "tests").mkdir()
    (seed / "tests" / "test_x.py").write_text(SEED, encoding="utf-8")
    assert bnl(flake8("tests", cwd=seed, isolated=False)) == []


def test_the_settings(seed: Path) -> None:
    (settings,) = (block for block in blocks("toml") if "tool.bnlint" in block)
    (seed / "pyproject.toml").write_text(settings, encoding="utf-8")
    done = bnlint("check", "--output-format=concise", cwd=seed)
    assert [shown.code for shown in parse_lines(done.stdout)] == ["BNL101"]


def test_the_commands_have_the_options_that_are_shown(seed: Path) -> None:
    (seed / "train.py").write_text(SEED, encoding="utf-8")
    (seed / "models").mkdir()
    (shown,) = (block for block in blocks("console") if "--statistics" in block)
    for line in shown.splitlines():
        command = line.partition("#")[0].partition("<")[0].split()
        assert command[0] == "bnlint"
        done = bnlint(*command[1:], cwd=seed, stdin=SEED)
        assert done.returncode == (0 if command[1] == "rule" else 1), (line, done.stderr)


def test_ruff_keeps_our_comments_when_told_so(seed: Path) -> None:
    source = SEED.rstrip("\n") + "  # noqa: BNL101\n"
    (seed / "seed.py").write_text(source, encoding="utf-8")
    ruff = ("-m", "ruff", "check", "--select=RUF102", "--quiet", "seed.py")
    assert "BNL101" in python(*ruff, cwd=seed).stdout
    (external,) = (block for block in blocks("toml") if "external" in block)
    (seed / "pyproject.toml").write_text(external, encoding="utf-8")
    assert python(*ruff, cwd=seed).returncode == 0


def test_the_notebook(seed: Path) -> None:
    """The shown answer, on a notebook with the opening program behind three other cells."""
    (shown,) = (block for block in blocks("console") if ".ipynb --output-format" in block)
    command, _, answer = shown.partition("\n")
    lines = blocks("python")[0].splitlines(keepends=True)
    sources = [
        ("markdown", "# Fine-tuning"),
        ("code", "!pip install bnlint"),
        ("code", "".join(lines[:3])),
        ("code", "".join(lines[3:])),
    ]
    cells = [{"cell_type": kind, "metadata": {}, "source": source} for kind, source in sources]
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (seed / "finetune.ipynb").write_text(json.dumps(document), encoding="utf-8")
    assert bnlint(*command.split()[2:], cwd=seed).stdout == answer


def test_the_editors_start_the_server(seed: Path) -> None:
    (helix,) = (block for block in blocks("toml") if "language-server" in block)
    assert 'command = "bnlint"\nargs = ["lsp"]\n' in helix
    assert 'cmd = { "bnlint", "lsp" }' in blocks("lua")[0]
    with running(["-m", "bnlint", "lsp"], seed) as client:
        assert client.diagnostics(client.open("seed.py", SEED))


def test_it_names_no_machine() -> None:
    assert not re.search(r"(?<![\w.:/])/(?:home|root|opt|tmp|work|usr)/|localhost|file://", README)
