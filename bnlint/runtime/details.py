"""What ``bnlint verify --rule BNLxxx`` shows: the rule's text, then each program and what was measured on it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TextIO

from bnlint.explain import explanation
from bnlint.runtime.confirmation import Failure, Outcome, Row, measured, on

WIDTH = 100
Line = tuple[str, str]
"""A style of rich ("" for none) and the text."""


def write_details(rows: list[Row], stream: TextIO) -> None:
    """Write one chapter per rule, in colours where the stream is a terminal and rich is installed.

    Args:
        rows: sorted by rule.
        stream: where to.
    """
    lines = [line for code, found in groupby(rows, lambda row: row.code) for line in _chapter(code, found)]
    try:
        from rich.console import Console  # optional: rich comes with the extra
        from rich.text import Text  # optional
    except ImportError:
        stream.writelines(f"{text}\n" for _, text in lines)
        return
    console = Console(file=stream, soft_wrap=True)
    for style, text in lines:
        console.print(Text(text, style=style))


def _chapter(code: str, rows: Iterable[Row]) -> Iterator[Line]:
    found = explanation(code)
    yield "bold", f"{code} {found.rule.name}"
    yield from _wrapped("", found.lead.replace("`", ""), "")
    for section in found.sections[:2]:  # what it does, and why that is bad
        yield "", ""
        yield "bold", section.heading
        yield from _wrapped("", section.body.replace("`", ""), "")
    for row in rows:
        yield "", ""
        yield "bold", f"{row.keras}{'' if on(row.backend) else ' on TensorFlow'} {row.below}"
        failures = row.failures
        for outcome in (*row.bad, *row.good):
            yield from _program(outcome, failures)
        yield "", ""
        yield ("green", "  confirmed") if row.confirmed else ("bold red", f"  NOT confirmed: {', '.join(row.failed)}")
    yield "", ""


def _program(outcome: Outcome, failures: list[Failure]) -> Iterator[Line]:
    program = outcome.job.program
    kind, style = ("bad", "red") if outcome.job.shows else ("good", "green")
    yield "", ""
    yield style, f"  {kind:4}  {program.path.name}"
    if program.why:
        yield from _wrapped("italic", program.why, "")
    yield from _wrapped("", outcome.text, "measured: ")
    yield from _wrapped("", _reported(outcome), "the rule: ")
    for reading in outcome.readings:
        yield from _wrapped("", measured(reading), "")
    if outcome.fixed is not None:
        yield from _wrapped("", outcome.fixed.text, "with bnlint's fix: ")
    for failure in failures:
        if failure.outcome is outcome:
            yield from _wrapped("bold red", failure.text, f"NOT AS EXPECTED ({failure.part}): ")


def _reported(outcome: Outcome) -> str:
    """Say what the rule makes of what the recorder saw."""
    if outcome.reported is None:
        return "did not run"
    lines = ", ".join(str(line) for _, line in sorted(outcome.reported))
    said = f"reports line {lines}" if lines else "reports nothing"
    return said if outcome.agrees else f"{said}, which is not what the program's comments expect"


def _wrapped(style: str, text: str, label: str) -> Iterator[Line]:
    indent = " " * 8
    for paragraph in text.split("\n\n"):
        yield (
            style,
            textwrap.fill(paragraph, WIDTH, initial_indent=indent + label, subsequent_indent=indent + " " * len(label)),
        )
