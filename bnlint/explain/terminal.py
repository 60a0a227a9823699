"""Markdown on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

WIDTH = 110
"""Longer lines are hard to read."""


def show(texts: Iterable[str], stream: TextIO) -> None:
    """Write Markdown texts: rendered on a terminal where rich is installed, else as they are.

    rich follows the conventions of no-color.org and force-color.org.

    Args:
        texts: one per rule.
        stream: where to.
    """
    for number, text in enumerate(texts):
        if number:
            text = f"---\n\n{text}"
        if not _rendered(text, stream):
            stream.write(("\n" if number else "") + text)


def _rendered(text: str, stream: TextIO) -> bool:
    try:
        # optional: rich comes with the extras only
        from rich.console import Console
        from rich.markdown import Markdown
    except ImportError:
        return False
    console = Console(file=stream)
    if not console.is_terminal:
        return False
    console.print(Markdown(text), width=min(console.width, WIDTH))
    console.print()
    return True
