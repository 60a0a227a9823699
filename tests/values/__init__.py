"""Expressions whose value the interpreter works out, with what it knows of each in a comment ``# is: ...``.

``tests/static`` asks the interpreter, ``tests/runtime`` runs the same lines. In a description ``?`` stands for what
is not known, ``...`` for any number of further items, and ``or`` separates what a value may be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.share import ALL, turn

PROGRAMS = sorted(Path(__file__).parent.joinpath("programs").glob("*.py"))


def programs(dialect: int) -> list[Path]:
    """Return the programs whose turn it is to run on a dialect of Keras; with ``nox -s full`` all are."""
    return [program for program in PROGRAMS if ALL or turn(program.name, (2, 3)) == dialect]


_LINE = re.compile(r"(?P<name>\w+) = .*?  # is: (?P<value>.+)")


@dataclass(frozen=True)
class Expectation:
    """What a line says of the name that it binds."""

    line: int
    name: str
    value: str

    def admits(self, real: str) -> bool:
        """Whether a real value is one that the description allows."""
        return any(re.fullmatch(_pattern(part), real) for part in self.value.split(" or "))


def _pattern(text: str) -> str:
    return re.sub(r"(,\\ )?\\\.\\\.\\\.", ".*", re.escape(text)).replace(r"\?", ".+")


def expectations(program: Path) -> list[Expectation]:
    """Return what the lines of a program say."""
    lines = program.read_text(encoding="utf-8").splitlines()
    matches = [(number, _LINE.fullmatch(line)) for number, line in enumerate(lines, 1)]
    return [Expectation(number, match["name"], match["value"]) for number, match in matches if match]
