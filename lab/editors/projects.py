"""What the tests of editors share: a project, the configuration that docs/editors.md shows, and how editors are run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
_PATIENCE = 120
"""Seconds after which an editor is taken for one that waits for somebody."""

BLOCK = """import tensorflow as tf


class Block(tf.Module):
    def __init__(self):
        self.bn = tf.keras.layers.BatchNormalization()

    def __call__(self, x, training):
        return '\N{GRINNING FACE}é', self.bn(x)


class Other(tf.Module):
    def __init__(self):
        self.bn = tf.keras.layers.BatchNormalization()

    def __call__(self, x, training):
        return self.bn(x)


M = tf.keras.layers.BatchNormalization(momentum=0.1)
"""
"""BNL107 with a safe fix, twice, once behind a character of two UTF-16 code units; BNL303 with an unsafe one."""
REPAIRED = "self.bn(x, training=training)"
FIRST = BLOCK.replace("self.bn(x)", REPAIRED, 1)
"""With the quick fix at the first finding."""
FIXED = BLOCK.replace("self.bn(x)", REPAIRED)
"""With all safe fixes."""
TYPED = "L = tf.keras.layers.BatchNormalization(momentum=0.05)"
"""A line with one more finding."""


def documented(language: str) -> str:
    """Return the first block in a language of docs/editors.md: what users are told to write."""
    found = re.search(rf"^```{language}\n(.*?)^```", _PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, f"docs/editors.md has no block of {language}"
    return found[1]


def editor(name: str, package: str) -> str:
    """Return where an editor is; that it is missing fails the test."""
    path = shutil.which(name)
    assert path is not None, f"no {name} on the path ({package})"
    return path


def make(folder: Path, settings: str = "") -> Path:
    """Make a project of one file in a folder; return the file."""
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    file = folder / "block.py"
    file.write_text(BLOCK, encoding="utf-8")
    return file


def drive(command: list[str], folder: Path, typed: str = "", expected: int = 3) -> dict[str, Any]:
    """Run an editor in a project with nobody's configuration; return what its script wrote into ``seen.json``.

    Args:
        command: starts it, with a script that opens the file.
        folder: the project.
        typed: a line that it writes at the end of the file, after the fixes; if it is empty, it changes nothing.
        expected: how many diagnostics it waits for at first.
    """
    home = folder.parent / f"{folder.name}-home"
    home.mkdir()
    places = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    env = {**os.environ, **dict.fromkeys(places, str(home)), "PATH": path, "LC_ALL": "C.UTF-8"}
    env |= {"TYPED": typed, "EXPECTED": str(expected)}
    done = subprocess.run(
        command, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_PATIENCE
    )
    said = (done.stdout + done.stderr).decode(errors="replace")
    seen = folder / "seen.json"
    assert seen.is_file(), said
    found: dict[str, Any] = json.loads(seen.read_text(encoding="utf-8"))
    assert "error" not in found, f"{found}\n{said}"
    return found
