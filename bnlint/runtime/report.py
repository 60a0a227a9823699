"""Shows the rows of ``bnlint verify``: as a table for people, as JSON for machines."""

from __future__ import annotations

import platform
import shutil
import textwrap
from collections.abc import Iterable
from datetime import date
from math import isfinite
from typing import Any, TextIO

from bnlint import __version__
from bnlint.experiments import Reading
from bnlint.output import documents
from bnlint.runtime.confirmation import PARTS, Failure, Outcome, Row, on

_HEADINGS = (
    "rule",
    "dialect",
    "measured on the bad program",
    "measured on the good program",
    "confirmed",
    "rule agrees",
)

_TITLES = {
    "linter": "what flake8 reports",
    "recorder": "what was seen at run time",
    "symptom": "the symptom of the bad program",
    "good": "the same number on the good program",
    "fix": "the program with bnlint's fix",
}


def write_table(rows: list[Row], stream: TextIO) -> None:
    """Write the table with rich, or as plain text without it."""
    try:
        _write_rich(rows, stream)
    except ImportError:
        _write_plain(rows, stream)


def write_notes(rows: list[Row], stream: TextIO) -> None:
    """Write what the table has no room for: what failed, part by part, and the errors of the recorder in full."""
    failures = [failure for row in rows for failure in row.failures]
    for part in PARTS:
        found = (f"{_name(f.outcome)}: {f.text}" for f in failures if f.part == part)
        _section(stream, f"Not confirmed, {_TITLES[part]}:", found)
    errors = [(o, error) for row in rows for o in row.outcomes for error in o.errors]
    _section(stream, "Errors of the recorder or of a rule:", (f"{_name(o)}: {e.strip()}" for o, e in errors))
    confirmed = sum(row.confirmed for row in rows)
    stream.write(f"{confirmed} of {len(rows)} confirmed\n")


def write_json(rows: list[Row], stream: TextIO) -> None:
    """Write everything as one JSON document."""
    document = {
        "bnlint": __version__,
        "python": platform.python_version(),
        "date": date.today().isoformat(),
        "confirmed": all(r.confirmed for r in rows),
        "failed": [part for part in PARTS if any(part in row.failed for row in rows)],
        "rows": [row_data(r) for r in rows],
    }
    stream.write(dumped(document))


def dumped(document: dict[str, Any]) -> str:
    """Return the text of a JSON document."""
    return documents.dumped(document, indent=1) + "\n"


def row_data(row: Row) -> dict[str, Any]:
    """Return a row as plain data."""
    failures = row.failures
    return {
        "rule": row.code,
        "dialect": row.dialect,
        "backend": row.backend,
        "keras": row.version,
        row.backend: row.below,
        "confirmed": row.confirmed,
        "failed": row.failed,
        "rule_agrees": row.agreement,
        "programs": [_outcome_data(o, [f for f in failures if f.outcome is o]) for o in row.outcomes],
    }


def _outcome_data(outcome: Outcome, failures: list[Failure]) -> dict[str, Any]:
    program = outcome.job.program
    return {
        "program": f"{program.code}/{program.path.name}",
        "bad": outcome.job.shows,
        "measured": outcome.text,
        "numbers": {name: _plain(x) for name, x in outcome.numbers.items()},
        "readings": [_reading_data(reading) for reading in outcome.readings],
        "present": outcome.present,
        "problem": outcome.problem or "; ".join(f"{f.part}: {f.text}" for f in failures),
        "failures": [{"part": f.part, "text": f.text} for f in failures],
        "expected": sorted(map(list, program.lines(outcome.job.dialect))),
        "reported": None if outcome.reported is None else sorted(map(list, outcome.reported)),
        "linted": None if outcome.linted is None else sorted(map(list, outcome.linted)),
        "fixed": None if outcome.fixed is None else _fixed_data(outcome.fixed),
        "disagreements": list(map(list, outcome.disagreements)),
        "seconds": outcome.seconds,
        "errors": list(outcome.errors),
    }


def _reading_data(reading: Reading) -> dict[str, Any]:
    quantity = reading.quantity
    return {
        "quantity": quantity.name,
        "value": _plain(reading.value),
        "unit": quantity.unit,
        "threshold": quantity.limit,
        "symptom": "above" if quantity.above else "below",
        "beyond": reading.beyond,
    }


def _fixed_data(fixed: Outcome) -> dict[str, Any]:
    return {"measured": fixed.text, "readings": [_reading_data(reading) for reading in fixed.readings]}


def _plain(value: float) -> float | str:
    return value if isfinite(value) else str(value)


def _cells(row: Row) -> tuple[str, str, str, str, str, str]:
    return (
        row.code,
        row.keras,
        _measured(row.bad),
        _measured(row.good),
        "yes" if row.confirmed else f"NO: {', '.join(row.failed)}",
        row.agreement,
    )


def _measured(outcomes: list[Outcome]) -> str:
    """Join what was measured; with several programs each is named."""
    if not outcomes:
        return "no program"
    if len(outcomes) == 1:
        return _text(outcomes[0])
    return "\n".join(f"{_short(o)}: {_text(o)}" for o in outcomes)


def _short(outcome: Outcome) -> str:
    """Name a program within its column; a bad one that is right in this dialect keeps its whole name."""
    stem = outcome.job.program.path.stem
    return stem if outcome.job.program.bad != outcome.job.shows else stem.partition("_")[2]


def _text(outcome: Outcome) -> str:
    return (
        f"{outcome.text} [{outcome.problem}]" if outcome.problem and outcome.problem != outcome.text else outcome.text
    )


def _write_rich(rows: list[Row], stream: TextIO) -> None:
    from rich import box  # optional: rich comes with the extra
    from rich.console import Console  # optional
    from rich.table import Table  # optional
    from rich.text import Text  # optional

    console = Console(file=stream, width=None if stream.isatty() else 160)
    table = Table(box=box.SIMPLE_HEAD, show_lines=True)
    for heading, width in zip(_HEADINGS, (6, 16, None, None, 9, 6), strict=True):
        table.add_column(heading, max_width=width, overflow="fold")
    for row in rows:
        cells = [Text(c) for c in _cells(row)]
        cells[4].stylize("green" if row.confirmed else "bold red")
        table.add_row(*cells)
    console.print(table)


def _write_plain(rows: list[Row], stream: TextIO) -> None:
    width = shutil.get_terminal_size((120, 24)).columns
    for row in rows:
        code, keras, bad, good, confirmed, agrees = _cells(row)
        stream.write(f"{code}  {keras}  confirmed: {confirmed}  rule agrees: {agrees}\n")
        for title, text in (("bad ", bad), ("good", good)):
            stream.writelines(_indented(line, f"  {title}  ", width) for line in text.splitlines())


def _indented(line: str, start: str, width: int) -> str:
    return textwrap.fill(line, width, initial_indent=start, subsequent_indent=" " * 8) + "\n"


def _section(stream: TextIO, title: str, lines: Iterable[str]) -> None:
    listed = list(lines)
    if listed:
        stream.write(title + "\n" + "".join(f"  {line}\n" for line in listed) + "\n")


def _name(outcome: Outcome) -> str:
    program = outcome.job.program
    return f"{program.code}/{program.path.name} (dialect {outcome.job.dialect}{on(outcome.job.backend)})"
