"""Shows the rows of ``bnlint verify``: as a table for people, as JSON for machines."""

from __future__ import annotations

import json
import platform
import shutil
import textwrap
from collections.abc import Iterable
from datetime import date
from math import isfinite
from typing import Any, TextIO

from bnlint import __version__
from bnlint.runtime.verify import Outcome, Row

_HEADINGS = (
    "rule",
    "dialect",
    "measured on the bad program",
    "measured on the good program",
    "confirmed",
    "rule agrees",
)


def write_table(rows: list[Row], stream: TextIO) -> None:
    """Write the table with rich, or as plain text without it."""
    try:
        _write_rich(rows, stream)
    except ImportError:
        _write_plain(rows, stream)


def write_notes(rows: list[Row], stream: TextIO) -> None:
    """Write what the table has no room for: problems, disagreements of rule and recorder, the recorder's errors."""
    problems = [o for row in rows for o in row.outcomes if not o.right]
    _section(stream, "Not confirmed:", (f"{_name(o)}: {_complaint(o)}" for o in problems))
    differing = [o for row in rows for o in row.outcomes if o.agrees is False]
    _section(stream, "Rule and expectation disagree on the recorder's testimony:", map(_difference, differing))
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
        "rows": [row_data(r) for r in rows],
    }
    stream.write(dumped(document))


def dumped(document: dict[str, Any]) -> str:
    """Return the text of a JSON document."""
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def row_data(row: Row) -> dict[str, Any]:
    """Return a row as plain data."""
    return {
        "rule": row.code,
        "dialect": row.dialect,
        "keras": row.version,
        "tensorflow": row.tensorflow,
        "confirmed": row.confirmed,
        "rule_agrees": row.agreement,
        "programs": [_outcome_data(o) for o in row.outcomes],
    }


def _outcome_data(outcome: Outcome) -> dict[str, Any]:
    program = outcome.job.program
    return {
        "program": f"{program.code}/{program.path.name}",
        "bad": outcome.job.shows,
        "measured": outcome.text,
        "numbers": {name: x if isfinite(x) else str(x) for name, x in outcome.numbers.items()},
        "present": outcome.present,
        "problem": outcome.problem,
        "expected": sorted(map(list, program.lines(outcome.job.dialect))),
        "reported": None if outcome.reported is None else sorted(map(list, outcome.reported)),
        "disagreements": list(map(list, outcome.disagreements)),
        "seconds": outcome.seconds,
        "errors": list(outcome.errors),
    }


def _cells(row: Row) -> tuple[str, str, str, str, str, str]:
    return (
        row.code,
        row.keras,
        _measured(row.bad),
        _measured(row.good),
        "yes" if row.confirmed else "NO",
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
    return f"{program.code}/{program.path.name} (dialect {outcome.job.dialect})"


def _complaint(outcome: Outcome) -> str:
    if outcome.problem:
        return outcome.problem
    wanted = "expected the symptom" if outcome.job.shows else "expected no symptom"
    return f"{wanted}, measured: {outcome.text}"


def _difference(outcome: Outcome) -> str:
    expected = ", ".join(f"{name}:{line}" for name, line in sorted(outcome.job.program.lines(outcome.job.dialect)))
    reported = ", ".join(f"{name}:{line}" for name, line in sorted(outcome.reported or ()))
    return f"{_name(outcome)}: expected {expected or 'nothing'}, the rule reports {reported or 'nothing'}"
