"""The extension for VS Code says what bnlint is and what its server takes; ``nox -s vscode`` runs its own tests."""

from __future__ import annotations

import json
import re
from typing import Any

from bnlint import __version__
from bnlint.settings import loading, options
from tests.static.helpers import code_blocks, document, nothing

FOLDER = "editors/vscode"
MANIFEST: dict[str, Any] = json.loads(document(f"{FOLDER}/package.json"))
PROPERTIES: dict[str, dict[str, Any]] = MANIFEST["contributes"]["configuration"]["properties"]
OWN = ("bnlint.interpreter", "bnlint.path", "bnlint.trace.server")
"""What the server does not get."""


def keys() -> dict[str, str]:
    """Return the server's keys by the names that they have in VS Code, which writes no hyphens."""
    hyphen = re.compile(r"-(\w)")
    return {f"bnlint.{hyphen.sub(lambda match: match[1].upper(), key)}": key for key in loading.EDITOR_KEYS}


def test_it_has_the_version_of_the_package() -> None:
    lock = json.loads(document(f"{FOLDER}/package-lock.json"))
    assert MANIFEST["version"] == lock["version"] == lock["packages"][""]["version"] == __version__


def test_it_has_the_settings_of_the_server() -> None:
    assert sorted(PROPERTIES) == sorted([*keys(), *OWN])


def test_values_that_are_listed_are_those_of_the_server() -> None:
    for name, values in (("keras", options.KERAS_TARGETS), ("backend", options.BACKEND_TARGETS)):
        assert PROPERTIES[f"bnlint.{name}"]["enum"] == [*values, None], name


def test_what_is_not_set_is_left_to_the_project() -> None:
    nothing((name for name in keys() if PROPERTIES[name]["default"] is not None), "settings with a default")


def test_its_commands_and_settings_are_explained() -> None:
    commands = [f"{each['category']}: {each['title']}" for each in MANIFEST["contributes"]["commands"]]
    for name in ("docs/editors.md", f"{FOLDER}/README.md"):
        table = re.findall(r"^\| (bnlint: .*?) \|", document(name), re.MULTILINE)
        assert sorted(table) == sorted(commands), f"the table of commands in {name}"
    named = set(re.findall(r"`(bnlint\.[\w.]+)`", document(f"{FOLDER}/README.md")))
    assert named == set(PROPERTIES), f"the settings in {FOLDER}/README.md"


def test_the_page_names_scripts_that_are_there() -> None:
    (shown,) = (block for block in code_blocks("docs/editors.md", "console") if FOLDER in block)
    named = re.findall(r"^npm run (\w+)", shown, re.MULTILINE)
    assert named
    assert set(named) <= set(MANIFEST["scripts"])


def test_the_lock_file_names_no_registry_and_no_machine() -> None:
    lock = document(f"{FOLDER}/package-lock.json")
    packages: dict[str, dict[str, Any]] = json.loads(lock)["packages"]
    nothing((name for name, each in packages.items() if "resolved" in each), "where a package comes from")
    nothing((name for name, each in packages.items() if name and "integrity" not in each), "what a package is")
    found = re.search(r"/(?:home|root|opt|tmp|work|usr)/|localhost|file:|\d+\.\d+\.\d+\.\d+|@[\w.]+:\d", lock)
    assert not found, found
