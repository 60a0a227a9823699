"""Spelling and style of what people read: documents, pages, messages, and the help of the commands."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bnlint.cli import COMMANDS
from tests.static.helpers import ROOT, bnlint, nothing, python

DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES = sorted(path for path in ROOT.glob("docs/**/*.md") if "include}" not in path.read_text(encoding="utf-8"))
EXTENSION = ROOT / "editors" / "vscode"
MESSAGES = sorted(ROOT.glob("tests/static/messages/*.txt"))

CHECKS = {
    "typography": False,  # quotes and dots of code
    "spelling": False,  # codespell knows more; British and American words stand in the names of options
}
"""What proselint leaves out; the rest is on."""

STAYS = (
    ("trace.md: needless_variants", "a saliency is a map of gradients, no salience"),
    ("BNL401.md: misc.phrasal_adjectives.ly", "an error of Keras, as it says it"),
)
"""The field's terms and other people's words that proselint would have otherwise: beginnings of lines, and why."""

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`|\w+_\w+|\b\d[\d.,]*")
_CELL = re.compile(r"\n\n+| \| |^\| | \|$|^#+ .*$|^ *- ", re.MULTILINE)


def prose(text: str) -> str:
    """Return the sentences of a Markdown text: no code, no numbers, and a word of its own between any two parts.

    What is repeated across two cells or paragraphs is no repetition.
    """
    number = itertools.count()
    text = _FENCE.sub("\n\n", text)
    text = _CODE.sub(lambda _: f"z{next(number)}y", text)
    return _CELL.sub(lambda match: f"\n\nq{next(number)}w.\n\n{match[0].lstrip('#') if '#' in match[0] else ''}", text)


def messages(text: str) -> str:
    """Return the sentences of a file of messages, without the programs that they are about."""
    shown = (line for line in text.splitlines() if re.match(r"(?:  (?:help|why): )|[^ ]+ [^ ]+ ", line))
    return "\n\n".join(re.sub(r"^ *\w+: ", "", line) for line in shown)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sentences of all that people read."""
    folder = tmp_path_factory.mktemp("texts")
    for path in (*DOCUMENTS, *PAGES):
        (folder / path.name).write_text(prose(path.read_text(encoding="utf-8")), encoding="utf-8")
    shown = prose((EXTENSION / "README.md").read_text(encoding="utf-8"))
    (folder / "vscode.md").write_text(shown, encoding="utf-8")
    for path in MESSAGES:
        (folder / f"messages-{path.stem}.md").write_text(prose(messages(path.read_text(encoding="utf-8"))), "utf-8")
    for command in ("", *COMMANDS):
        shown = bnlint(*command.split(), "--help", env={"COLUMNS": "10000"}).stdout
        (folder / f"help-{command or 'bnlint'}.md").write_text(prose(shown.replace("  ", "\n\n")), encoding="utf-8")
    return folder


def test_style(texts: Path) -> None:
    config = texts / "settings.json"
    config.write_text(json.dumps({"checks": CHECKS}), encoding="utf-8")
    files = sorted(texts.glob("*.md"))
    done = python("-m", "proselint", "check", "--config", config, "-o", "json", *files, cwd=texts)
    assert not done.stderr, done.stderr
    stays = tuple(beginning for beginning, _ in STAYS)
    nothing((line for line in said(done.stdout) if not line.startswith(stays)), "style, see docs/style.md")


def said(answer: str) -> Iterator[str]:
    """Yield what proselint says of each place, behind the name of its file."""
    for name, found in json.loads(answer)["result"].items():
        for each in found.get("diagnostics", []):
            yield f"{Path(name).name}: {each['check_path']}: {each['message']}"


def test_spelling(texts: Path) -> None:
    """Of the sentences, and of the sources with their comments: pyproject.toml has the field's words."""
    config = ("--toml", ROOT / "pyproject.toml")
    where: tuple[str | Path, ...] = (
        texts,
        "bnlint",
        "docs",
        "lab",
        "examples",
        "noxfile.py",
        "action.py",
        "action.yml",
        *(EXTENSION / name for name in ("README.md", "src", "tests")),
        *DOCUMENTS,
    )
    done = python("-m", "codespell_lib", *config, *where)
    nothing(done.stdout.splitlines(), "misspelled")
    assert done.returncode == 0, done.stderr


def test_what_is_read_as_prose() -> None:
    text = "# The title\n\nA `x` word.\n\n```python\nvery = 1\n```\n\n| one | two |\n|---|---|\n- three\n"
    words = re.findall(r"\w+", re.sub(r"z\d+y|q\d+w", "", prose(text)))
    assert words == ["The", "title", "A", "word", "one", "two", "three"]
