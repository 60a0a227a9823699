"""What a shell with argcomplete offers behind ``bnlint``."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bnlint.cli import COMMANDS, main
from bnlint.settings import options
from tests.static.helpers import ROOT, bnlint

SEPARATOR = "\013"


def offered(line: str, folder: Path) -> list[str]:
    """Return what is offered at the end of a line."""
    answer = folder / "answer"
    env = {
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "COMP_TYPE": "9",
        "PYTHONPATH": str(ROOT),
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": SEPARATOR,
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
    }
    done = subprocess.run(
        [sys.executable, "-m", "bnlint"], env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
    return [word.strip() for word in answer.read_text(encoding="utf-8").split(SEPARATOR)]


def test_commands(tmp_path: Path) -> None:
    assert set(COMMANDS) <= {*offered("bnlint ", tmp_path)}
    assert offered("bnlint ba", tmp_path) == ["baseline"]


@pytest.mark.parametrize("command", COMMANDS)
def test_options_of_each_command(command: str, tmp_path: Path) -> None:
    assert "--help" in offered(f"bnlint {command} --", tmp_path)


def test_choices_and_codes(tmp_path: Path) -> None:
    assert offered("bnlint check x.py --output-format ", tmp_path) == [*options.OUTPUT_FORMATS]
    small = ["BNL301", "BNL302", "BNL303", "BNL304"]
    assert offered("bnlint rule BNL30", tmp_path) == small
    assert offered("bnlint check --select BNL30", tmp_path) == small
    assert offered("bnlint check --enable BNL403,BNL30", tmp_path) == [f"BNL403,{code}" for code in small]
    assert offered("bnlint check --keras ", tmp_path) == ["auto", "2", "3"]
    assert offered("bnlint mine --backend t", tmp_path) == ["tensorflow", "torch"]


@pytest.mark.parametrize(
    ("line", "prog", "start"),
    [("bnlint", "bnlint", "1"), ("bnlint ch", "bnlint", "1"), ("bnlint check --ou", "bnlint check", "2")],
)
def test_the_parser_of_the_command_answers(line: str, prog: str, start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As argcomplete itself, which ends the process at once, what it is replaced by here does not return."""

    def autocomplete(parser: argparse.ArgumentParser) -> None:
        raise SystemExit(f"{parser.prog}, {os.environ['_ARGCOMPLETE']}")

    monkeypatch.setitem(sys.modules, "argcomplete", SimpleNamespace(autocomplete=autocomplete))
    for name, value in (("_ARGCOMPLETE", "1"), ("COMP_LINE", line)):
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=f"^{prog}, {start}$"):
        main([])


@pytest.mark.parametrize("line", ["bnlint", "bnlint ch", "bnlint check --ou"])
def test_without_argcomplete_nothing_is_offered(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "argcomplete", None)
    done = bnlint("never", env={"_ARGCOMPLETE": "1", "COMP_LINE": line})
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
