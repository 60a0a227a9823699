"""What the commands print, and how."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from bnlint.commands import EXIT_ERROR
from bnlint.results.wording import harmless


def write(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """Print lines; what the stream's encoding lacks is escaped instead of raising.

    Args:
        lines: without line ends.
        stream: standard output when None.
    """
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.writelines(line.encode(encoding, "backslashreplace").decode(encoding) + "\n" for line in lines)


def fail(message: object) -> int:
    """Say on standard error why the command cannot go on; return the exit code for that."""
    write([harmless(f"bnlint: {message}")], sys.stderr)
    return EXIT_ERROR


def for_people(lines: Iterable[str], stream: TextIO) -> Iterable[str]:
    """Return lines that quote a file: they may not steer a terminal; a program, such as patch, gets them as they are.

    Args:
        lines: without line ends.
        stream: where they go.
    """
    return map(harmless, lines) if stream.isatty() else lines


def width(stream: TextIO) -> int:
    """Return how many columns a terminal has, 0 for a stream that is none."""
    return shutil.get_terminal_size().columns if stream.isatty() else 0


_DIFF = {"+++": "1", "---": "1", "@@": "36", "+": "32", "-": "31"}
"""How lines of a diff begin, and the colour of each; the first that fits counts."""


def painted_diff(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a unified diff in colours.

    Args:
        lines: without line ends.
    """
    for line in lines:
        color = next((color for start, color in _DIFF.items() if line.startswith(start)), "")
        yield f"\x1b[{color}m{line}\x1b[0m" if color else line


def use_color(choice: str, stream: TextIO) -> bool:
    """Follow the option, then the conventions of no-color.org and force-color.org, then the terminal.

    Args:
        choice: ``auto``, ``always`` or ``never``.
        stream: where the text goes.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
