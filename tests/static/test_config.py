"""``bnlint config``, and what it says: one table for the command, the page and the settings themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bnlint.settings import loading
from bnlint.settings.catalogue import CATALOGUE
from bnlint.syntax import toml
from docs import generate
from tests.static.helpers import bnlint


def test_all_keys_are_told() -> None:
    assert sorted(CATALOGUE) == sorted(loading.KEYS)
    done = bnlint("config")
    assert (done.returncode, [line.split()[0] for line in done.stdout.splitlines()]) == (0, [*CATALOGUE])
    assert "](" not in done.stdout
    told = json.loads(bnlint("config", "--output-format=json").stdout)
    assert [each["key"] for each in told.values()] == [*told] == [*CATALOGUE]


@pytest.mark.parametrize("key", CATALOGUE)
def test_a_key_is_told_with_an_example_that_is_right(key: str, tmp_path: Path) -> None:
    text = bnlint("config", key.replace("-", "_")).stdout
    assert text.startswith(f"# {key}\n")
    assert ".md)" not in text
    (tmp_path / "base.toml").write_text("[tool.bnlint]\n", encoding="utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0].replace("../pyproject.toml", "base.toml")
    if key == "required-version":
        example = example.replace(">=0.2,<0.3", ">=0.0")
    loading.from_table(toml.loads(example)["tool"]["bnlint"], tmp_path / "pyproject.toml")
    told = json.loads(bnlint("config", f"tool.bnlint.{key}", "--output-format=json").stdout)
    assert set(told) == {"key", "value", "default", "meaning", "example"}
    assert told["example"].startswith(f"{key} = ")


def test_the_default_that_is_told_counts() -> None:
    for key, about in CATALOGUE.items():
        default = getattr(loading.Settings(), key.replace("-", "_"), None)
        told = toml.loads(f"x = {about.default.strip('`')}")["x"] if about.default.startswith("`") else None
        assert told == default or not (told or default), key


def test_a_key_that_is_not_there() -> None:
    done = bnlint("config", "exclud")
    assert done.stderr == "bnlint: unknown key 'exclud'; did you mean exclude? (see: bnlint config)\n"
    done = bnlint("config", "line-length")
    assert (done.returncode, done.stderr) == (2, "bnlint: unknown key 'line-length' (see: bnlint config)\n")


def test_the_page_has_the_table() -> None:
    page = generate.SETTINGS.read_text(encoding="utf-8")
    assert generate.settings_page(page) == page, "python -m docs.generate writes the table of docs/settings.md"
