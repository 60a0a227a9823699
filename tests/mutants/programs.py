"""The programs that mutants and variants are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.static.helpers import FIXTURES, ROOT, Fixture, read_fixture

SHAPES = ROOT / "tests" / "mutants" / "shapes"
PROGRAMS = ROOT / "tests" / "programs"


@dataclass(frozen=True)
class Program:
    """A program of one file.

    Args:
        name: where it comes from.
        source: its text.
        dialects: the dialects it is written for.
        opt_in: its expectations need the opt-in rules.
        good: no finding is expected in any dialect.
    """

    name: str
    source: str
    dialects: tuple[int, ...]
    opt_in: bool
    good: bool


@cache
def programs() -> tuple[Program, ...]:
    """Return the fixtures, the programs of the interpreter's tests and the shapes of this folder."""
    paths = [*sorted(FIXTURES.rglob("*.py")), *sorted(PROGRAMS.glob("*.py")), *sorted(SHAPES.glob("*.py"))]
    return tuple(read(paths))


def read(paths: Iterable[Path]) -> Iterator[Program]:
    """Yield the programs in files."""
    for path in paths:
        fixture: Fixture = read_fixture(path)
        text = path.read_text(encoding="utf-8")
        yield Program(fixture.path, text, fixture.dialects, fixture.opt_in, not fixture.expected)


def good() -> tuple[Program, ...]:
    """Return the programs that are right."""
    return tuple(program for program in programs() if program.good)
