"""What the commands print, and how."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TextIO

from bnlint.commands import EXIT_ERROR


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
    write([f"bnlint: {message}"], sys.stderr)
    return EXIT_ERROR


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
