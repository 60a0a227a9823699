"""What typing in a file costs the language server, in CPU time: each key of a fast typist, and each pause.

Usage, on Linux: ``python lab/benchmarks/keystrokes.py FILE...`` (extra ``lsp``). A copy of each file is opened in a
folder of its own, and statements are typed in the middle of it.
"""

from __future__ import annotations

import ast
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.static.lsp_client import Client, running

_TYPED = "zz = some_function(argument, other=1)"
_PAUSES = 30
_BETWEEN = 0.12
"""Seconds from key to key: a hundred words a minute."""


def main(files: list[str]) -> None:
    """Print a line for each file."""
    for file in files:
        text = Path(file).read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / ".git").mkdir()
            with running(["-m", "bnlint", "lsp"], folder) as client:
                found, pause, key = measure(client, text)
        lines = text.count("\n")
        print(f"{Path(file).name}: {lines} lines, {found} findings, {pause:.0f} ms a pause, {key:.1f} ms a key")


def measure(client: Client, text: str) -> tuple[int, float, float]:
    """Return how many findings there are, and milliseconds of CPU for a pause (a median) and for a key (a mean)."""
    uri = client.open("typed.py", text)
    found = len(client.diagnostics(uri, 1))
    pauses = []
    for version, edited in enumerate(typed(text, "zz" + "x" * _PAUSES, 3), 2):
        before = spent(client)
        client.change(uri, version, edited)
        client.diagnostics(uri, version)
        pauses.append(spent(client) - before)
    keys = list(typed(text, _TYPED, 1))
    before = spent(client)
    for last, edited in enumerate(keys, version + 1):
        client.change(uri, last, edited)
        time.sleep(_BETWEEN)
    client.diagnostics(uri, last)
    return found, statistics.median(pauses), (spent(client) - before) / len(keys)


def typed(text: str, statement: str, start: int) -> Iterator[str]:
    """Yield a text as it becomes while a statement is typed in its middle, from some character of that on."""
    lines = text.split("\n")
    statements = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)]
    middle = min((node.lineno - 1 for node in statements), key=lambda line: abs(line - len(lines) // 2))
    indent = lines[middle][: len(lines[middle]) - len(lines[middle].lstrip())]
    for end in range(start, len(statement) + 1):
        yield "\n".join([*lines[:middle], indent + statement[:end], *lines[middle:]])


def spent(client: Client) -> float:
    """Return the milliseconds of CPU that a server has used, with its threads that have ended."""
    return 1000 * time.clock_gettime(~client.process.pid << 3 | 2)  # the clock of another process, in Linux's numbering


if __name__ == "__main__":
    main(sys.argv[1:])
