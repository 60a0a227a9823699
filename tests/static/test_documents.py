"""Documents for people name what is there: files, sessions, and all of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.static.helpers import ROOT, nothing

DOCUMENTS = (
    "CONTRIBUTING.md",
    "README.md",
    "bnlint/__init__.py",
    *(f"docs/{path.name}" for path in ROOT.glob("docs/*.md")),
)
TOPS = ("bnlint", "docs", "examples", "fixtures", "lab", "tests")
"""The folders at the top."""

MADE_UP = re.compile(r"XXX|NAME|FILE|FOLDER")
"""What stands for a name in a path."""

_PATH = re.compile(rf"(?<![\w./-])(?:{'|'.join(TOPS)})/[\w./{{}},*-]*\w[\w./{{}},*-]*")


def paths(text: str) -> Iterator[str]:
    """Yield the paths that a text names, those in braces each by itself."""
    for found in _PATH.findall(text):
        path = found.rstrip(".,")
        inner = re.search(r"{(.*?)}", path)
        for choice in inner[1].split(",") if inner else [""]:
            yield MADE_UP.sub("*", path.replace(inner[0], choice) if inner else path)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_names_files_that_are_there(name: str) -> None:
    found = paths((ROOT / name).read_text(encoding="utf-8"))
    nothing((path for path in found if not list(ROOT.glob(path))), f"{name} names files that are not there")


def test_how_paths_are_found() -> None:
    text = "`bnlint/rules/bnlXXX.py`, fixtures/BNLXXX/{bad,good}_*.py and docs/design.md. Not a/docs/x or lab/"
    assert list(paths(text)) == [
        "bnlint/rules/bnl*.py",
        "fixtures/BNL*/bad_*.py",
        "fixtures/BNL*/good_*.py",
        "docs/design.md",
    ]


def test_only_these_folders_lie_at_the_top() -> None:
    """Where things are kept is a question that a newcomer asks once."""
    tracked = {path.name for path in ROOT.iterdir() if path.is_dir() and any(path.rglob("*.py"))}
    hidden_or_made = {name for name in tracked if name.startswith(".") or name in ("build", "dist", "mutants", "venv")}
    assert tracked - hidden_or_made == set(TOPS)


def sessions() -> set[str]:
    """Return the names of the long runs."""
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return {each.name for each in functions if any("nox.session" in ast.unparse(d) for d in each.decorator_list)}


def test_a_session_that_runs_tests_has_what_their_options_need() -> None:
    """``--dist`` in pyproject.toml is an option of pytest-xdist: without it pytest runs nothing at all."""
    text = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    running = {each.name for each in functions if '"pytest"' in (ast.get_source_segment(text, each) or "")}
    equipped = {
        each.name
        for each in functions
        if re.search(r"\[test\]|\btest\]|\*PYTEST\b|\[.test.\]", ast.get_source_segment(text, each) or "")
    }
    assert "backends" in running
    assert running <= equipped


def test_contributing_says_how_long_each_session_takes() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("## Long runs")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == sessions()


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "README.md", "docs/trust.md"])
def test_a_document_names_sessions_that_are_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = {
        word
        for line in re.findall(r"`nox -s\s([^`]*)`", text)
        for word in re.findall(r"[\w.-]*\w", line.partition(" --")[0])
    }
    nothing(
        (word for word in named if word.partition("-")[0].partition("(")[0] not in sessions()), f"{name} names sessions"
    )
