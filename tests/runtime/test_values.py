"""The lines of ``tests/values`` mean on TensorFlow what their comments say; ``tests/static`` asks the interpreter."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bnlint.runtime.verify import environment
from tests.values import expectations, programs
from tests.values.reality import fits
from tests.values.steps import FITS

ROOT = Path(__file__).resolve().parents[2]


@cache
def values(dialect: int) -> dict[str, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.values.reality", str(dialect)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(dialect),
        check=True,
    )
    found: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize(
    ("program", "dialect"),
    [pytest.param(program, dialect, id=program.stem) for dialect in (2, 3) for program in programs(dialect)],
)
def test_the_comments_are_true(program: Path, dialect: int) -> None:
    real = values(dialect)[program.name]
    wrong = {
        f"line {line.line}: {line.name}": (line.value, real[line.name])
        for line in expectations(program)
        if not line.admits(real[line.name])
    }
    assert wrong == {}


@pytest.mark.parametrize("dialect", [2, 3])
def test_fit_takes_as_many_steps(dialect: int) -> None:
    known = {fit: FITS[fit] for fit in fits(dialect) if FITS[fit] is not None}
    real = values(dialect)["steps"]
    assert {fit: real[fit] for fit in known} == known
