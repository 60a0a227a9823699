"""The examples in README.md and docs, tried as written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bnlint.links import DOCUMENTATION
from bnlint.settings import loading
from bnlint.syntax import toml
from tests.static.helpers import (
    ROOT,
    SEED,
    bnl,
    bnlint,
    code_blocks,
    document,
    flake8,
    nothing,
    parse_lines,
    python,
)
from tests.static.lsp_client import running

PAGES = sorted(f"docs/{path.name}" for path in ROOT.glob("docs/*.md"))


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A folder with the README's opening program."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "seed.py").write_text(code_blocks("README.md", "python")[0], encoding="utf-8")
    return tmp_path


def test_the_opening_program_and_the_answer(seed: Path) -> None:
    assert document("README.md").index("```python") < 20
    command, _, answer = code_blocks("README.md", "console")[0].partition("\n")
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
    (seed / "seed.py").write_text(code_blocks("README.md", "python")[0].replace(old, new), encoding="utf-8")
    found = bnl(flake8("--select=BNL", "seed.py", cwd=seed))
    assert [shown.code for shown in found] == codes
    if len(codes) == 2:
        told = bnlint("check", "--verbose", "--select=BNL3", "seed.py", cwd=seed).stdout
        assert re.search(r"momentum (?:0 )?has no effect", told)


@pytest.mark.parametrize("name", ["README.md", "docs/flake8.md"])
def test_the_flake8_configuration(seed: Path, name: str) -> None:
    (shown,) = code_blocks(name, "ini")
    (seed / ".flake8").write_text(shown, encoding="utf-8")
    assert [shown.code for shown in bnl(flake8("seed.py", cwd=seed, isolated=False))] == ["BNL101"]
    (seed / "tests").mkdir()
    (seed / "tests" / "test_x.py").write_text(SEED, encoding="utf-8")
    assert bnl(flake8("tests", cwd=seed, isolated=False)) == []


@pytest.mark.parametrize("name", ["README.md", "docs/settings.md"])
def test_the_settings(seed: Path, name: str) -> None:
    (settings,) = (block for block in code_blocks(name, "toml") if "tool.bnlint]" in block)
    (seed / "pyproject.toml").write_text(settings, encoding="utf-8")
    done = bnlint("check", "--output-format=concise", cwd=seed)
    assert [shown.code for shown in parse_lines(done.stdout)] == ["BNL101"]


def test_each_key_is_on_the_page_of_the_settings() -> None:
    listed = re.findall(r"^\| `([\w-]+)` \|", document("docs/settings.md"), re.MULTILINE)
    assert sorted(listed) == sorted(loading.KEYS), "the table of keys in docs/settings.md"


@pytest.mark.parametrize("key", loading.KEYS)
def test_the_page_of_the_settings_names_the_default(key: str, tmp_path: Path) -> None:
    """What it names changes nothing where it is set."""
    (row,) = re.findall(rf"^\| `{key}` \| (.*?) \| ", document("docs/settings.md"), re.MULTILINE)
    shown = re.search(r"default: (?:`([^`]+)`|(none|all|any)$)", row)
    assert shown, row
    table = toml.loads(f"{key} = {shown[1]}") if shown[1] else {}
    place = tmp_path / "pyproject.toml"
    assert loading.from_table(table, place) == loading.from_table({}, place)
    assert shown[1] or not getattr(loading.Settings(), key.replace("-", "_"), None)


def test_each_extra_is_on_the_page_of_the_installation() -> None:
    listed = re.findall(r"`([\w-]+)`", "".join(re.findall(r"^\| (`.*?) \|", document("docs/install.md"), re.MULTILINE)))
    table = document("pyproject.toml").partition("[project.optional-dependencies]\n")[2].partition("\n[")[0]
    extras = re.findall(r"^([\w-]+) = \[", table, re.MULTILINE)
    assert sorted(listed) == sorted(extras), "the table of extras in docs/install.md"


def test_the_commands_have_the_options_that_are_shown(seed: Path) -> None:
    (seed / "train.py").write_text(SEED, encoding="utf-8")
    (seed / "models").mkdir()
    (shown,) = (block for block in code_blocks("docs/check.md", "console") if "--statistics" in block)
    (brief,) = (block for block in code_blocks("README.md", "console") if "bnlint doctor" in block)
    for line in (shown + brief).splitlines():
        command = line.partition("#")[0].partition("<")[0].split()
        assert command[0] == "bnlint"
        done = bnlint(*command[1:], cwd=seed, stdin=SEED)
        assert done.returncode == (1 if command[1] == "check" else 0), (line, done.stderr)


def test_ruff_keeps_our_comments_when_told_so(seed: Path) -> None:
    source = SEED.rstrip("\n") + "  # noqa: BNL101\n"
    (seed / "seed.py").write_text(source, encoding="utf-8")
    ruff = ("-m", "ruff", "check", "--select=RUF102", "--quiet", "seed.py")
    assert "BNL101" in python(*ruff, cwd=seed).stdout
    (external,) = (block for block in code_blocks("docs/suppressions.md", "toml") if "external" in block)
    (seed / "pyproject.toml").write_text(external, encoding="utf-8")
    assert python(*ruff, cwd=seed).returncode == 0


def test_the_notebook(seed: Path) -> None:
    """The shown answer, on a notebook with the opening program behind three other cells."""
    (shown,) = (block for block in code_blocks("docs/notebooks.md", "console") if ".ipynb --output-format" in block)
    command, _, answer = shown.partition("\n")
    lines = code_blocks("README.md", "python")[0].splitlines(keepends=True)
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
    (helix,) = (block for block in code_blocks("docs/editors.md", "toml") if "language-server" in block)
    assert 'command = "bnlint"\nargs = ["lsp"]\n' in helix
    assert 'cmd = { "bnlint", "lsp" }' in code_blocks("docs/editors.md", "lua")[0]
    with running(["-m", "bnlint", "lsp"], seed) as client:
        assert client.diagnostics(client.open("seed.py", SEED))


def test_the_fine_tuning_story(tmp_path: Path) -> None:
    """The program is whole, and both answers are the ones that are shown; the remedy behind it leaves nothing."""
    (tmp_path / ".git").mkdir()
    name = "docs/finetuning.md"
    program, remedy = code_blocks(name, "python")
    (tmp_path / "finetune.py").write_text(program, encoding="utf-8")
    for part in code_blocks(name, "console")[0].split("$ ")[1:]:
        command, _, answer = part.partition("\n")
        assert bnlint(*command.split()[1:], cwd=tmp_path).stdout == answer
    repaired = program.replace("model.compile(", remedy.partition("\n")[2] + "model.compile(")
    (tmp_path / "finetune.py").write_text(repaired, encoding="utf-8")
    assert bnlint("check", "--keras=3", "finetune.py", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("name", ["README.md", *PAGES])
def test_it_names_no_machine(name: str) -> None:
    found = re.search(r"(?<![\w.:/])/(?:home|root|opt|tmp|work|usr)/|localhost|file://", document(name))
    assert not found, f"{name}: {found and found[0]}"


def test_the_readme_is_short_and_links_to_pages_that_are_there() -> None:
    readme = document("README.md")
    assert readme.count("\n") < 150
    pages = re.findall(rf"{re.escape(DOCUMENTATION)}([\w/-]+)\.html", readme)
    assert len(pages) > 10
    nothing((page for page in pages if not (ROOT / "docs" / f"{page}.md").is_file()), "README.md links to no page")


def test_each_page_is_named_by_the_index() -> None:
    index = document("docs/index.md")
    missing = [name for name in PAGES if name != "docs/index.md" and f"({Path(name).name})" not in index]
    nothing(missing, "pages that docs/index.md does not lead to")
