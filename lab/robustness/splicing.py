"""Programs that are nearly right: the fixtures, with words, lines and blocks of one moved into another.

What comes out mostly parses, speaks of layers, and does with them what nobody would write. The choices are made by
whoever asks (hypothesis, a fuzzer), so that they can shrink or guide them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from tests.static.helpers import FIXTURES

Choose = Callable[[int], int]
"""Returns a number from 0 up to, not including, its argument."""

_WORD = re.compile(r"\w+|\*\*|[^\w\s]|\s+")
_ODD = ("None", "-1", "[]", "{}", "*x", "**x", "x", "self", "lambda: x", "...", "1.5", "'é'", "True", "()", "await x")


@cache
def _programs() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(FIXTURES.rglob("*.py")))


def spliced(choose: Choose, text: str | None = None) -> str:
    """Return a program.

    Args:
        choose: makes the choices.
        text: the program that others are spliced into; None for one of the fixtures.
    """
    programs = _programs()
    lines = (programs[choose(len(programs))] if text is None else text).splitlines(keepends=True)
    for _ in range(1 + choose(4)):
        _CHANGES[choose(len(_CHANGES))](lines, programs[choose(len(programs))].splitlines(keepends=True), choose)
    return "".join(lines)


def _span(lines: Sequence[str], choose: Choose) -> slice:
    start = choose(len(lines) + 1)
    return slice(start, start + choose(6))


def _drop(lines: list[str], other: list[str], choose: Choose) -> None:
    del lines[_span(lines, choose)]


def _repeat(lines: list[str], other: list[str], choose: Choose) -> None:
    at = choose(len(lines) + 1)
    lines[at:at] = lines[_span(lines, choose)]


def _take(lines: list[str], other: list[str], choose: Choose) -> None:
    at = choose(len(lines) + 1)
    lines[at:at] = other[_span(other, choose)]


def _append(lines: list[str], other: list[str], choose: Choose) -> None:
    lines += ["\n", *other]


def _indent(lines: list[str], other: list[str], choose: Choose) -> None:
    span = _span(lines, choose)
    lines[span] = ["    " + line for line in lines[span]]


def _word(lines: list[str], other: list[str], choose: Choose) -> None:
    if not lines or not other:
        return
    at = choose(len(lines))
    words, others = _WORD.findall(lines[at]), [*_WORD.findall(other[choose(len(other))]), *_ODD]
    if words:
        words[choose(len(words))] = others[choose(len(others))]
        lines[at] = "".join(words)


_CHANGES = (_word, _word, _word, _take, _repeat, _drop, _append, _indent)
