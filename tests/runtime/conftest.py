"""Processes that tests share: one laboratory per dialect, one run of ``bnlint verify``."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bnlint.runtime.verify import environment
from tests.runtime import share

ROOT = Path(__file__).resolve().parents[2]
Reply = dict[str, Any]


@dataclass
class Laboratory:
    """Runs programs in a process with one dialect."""

    dialect: int
    process: subprocess.Popen[str]

    def ask(self, do: str, path: Path) -> Reply:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do, "path": str(path)}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the laboratory ended"
        reply: Reply = json.loads(line)
        return reply

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def laboratory() -> Iterator[Callable[[int], Laboratory]]:
    """Return the laboratory of a dialect (1: TF1 graphs, 2, 3), started on first use."""
    started: dict[int, Laboratory] = {}

    def get(dialect: int) -> Laboratory:
        if dialect not in started or started[dialect].process.poll() is not None:
            process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("laboratory.py")), str(dialect)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env=environment(dialect),
            )
            started[dialect] = Laboratory(dialect, process)
        return started[dialect]

    yield get
    for lab in started.values():
        lab.close()


@pytest.fixture
def run(laboratory: Callable[[int], Laboratory], tmp_path: Path) -> Callable[[int, str], Reply]:
    """Record a program given as text; line 1 is its first line that is not empty."""
    return without_errors(laboratory, tmp_path, "record")


@pytest.fixture
def compare(laboratory: Callable[[int], Laboratory], tmp_path: Path) -> Callable[[int, str], Reply]:
    """Run a program with and without the recorder."""
    return lambda dialect, text: ask(laboratory(dialect), "compare", write(tmp_path, text))


@pytest.fixture
def execute(laboratory: Callable[[int], Laboratory], tmp_path: Path) -> Callable[[int, str], Reply]:
    """Run a program without a recorder around it; returns its ``RESULT``."""
    return lambda dialect, text: ask(laboratory(dialect), "execute", write(tmp_path, text))


@pytest.fixture
def judge(laboratory: Callable[[int], Laboratory], tmp_path: Path) -> Callable[[int, str], Reply]:
    """Run a program given as text and judge what the linter says of it by what was measured."""
    return without_errors(laboratory, tmp_path, "judge")


@pytest.fixture
def judge_again(laboratory: Callable[[int], Laboratory], tmp_path: Path) -> Callable[[int, str], Reply]:
    """Do as ``judge``, with the opt-in rules that the program names and with models called once more."""
    return without_errors(laboratory, tmp_path, "judge again")


def without_errors(laboratory: Callable[[int], Laboratory], folder: Path, do: str) -> Callable[[int, str], Reply]:
    """Return what has a program given as text run in some way, in which the recorder has no trouble."""

    def run_text(dialect: int, text: str) -> Reply:
        reply = ask(laboratory(dialect), do, write(folder, text))
        assert reply["errors"] == []
        return reply

    return run_text


def ask(lab: Laboratory, do: str, path: Path) -> Reply:
    reply = lab.ask(do, path)
    if "Strategy" in path.read_text(encoding="utf-8"):
        # A second distribution strategy in one process collides with the first inside TensorFlow.
        lab.close()
    return reply


def write(folder: Path, text: str) -> Path:
    path = folder / "program.py"
    path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def verified(tmp_path_factory: pytest.TempPathFactory) -> Reply:
    """Return what ``bnlint verify`` says about the tests' share of the fixtures in all dialects, as its JSON."""
    folder = tmp_path_factory.mktemp("fixtures")
    share.copy(folder)
    found = subprocess.run(
        [sys.executable, "-m", "bnlint", "verify", "--output-format", "json", str(folder)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    reply: Reply = json.loads(found.stdout)
    return reply | {"exit_code": found.returncode, "progress": found.stderr}
