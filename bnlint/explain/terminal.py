"""Markdown on a terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from typing import TextIO

WIDTH = 110
"""Longer lines are hard to read."""


def show(texts: Iterable[str], stream: TextIO) -> None:
    """Write Markdown texts: rendered on a terminal where rich is installed, wrapped on another one, else as they are.

    rich follows the conventions of no-color.org and force-color.org.

    Args:
        texts: one per rule.
        stream: where to.
    """
    for number, text in enumerate(texts):
        if number:
            text = f"---\n\n{text}"
        if not _rendered(text, stream):
            if stream.isatty():
                text = "".join(f"{line}\n" for line in wrapped(text, shutil.get_terminal_size().columns))
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


def wrapped(text: str, columns: int) -> Iterator[str]:
    """Yield the lines of a Markdown text, its paragraphs and items wrapped; code and tables stay as they are.

    Args:
        text: the text.
        columns: of the terminal.
    """
    width, paragraph, in_code = min(columns, WIDTH), list[str](), False
    for line in (*text.splitlines(), ""):
        fence = line.startswith("```")
        if not (in_code or fence or line.startswith(_APART)) and line:
            if line.startswith(_ITEM):
                yield from _filled(paragraph, width)
                paragraph = []
            paragraph.append(line)
            continue
        yield from _filled(paragraph, width)
        paragraph, in_code = [], in_code != fence
        yield line


_APART, _ITEM = ("#", "|", "    "), "- "


def _filled(paragraph: list[str], width: int) -> list[str]:
    indent = "  " if paragraph and paragraph[0].startswith(_ITEM) else ""
    joined = " ".join(line.strip() for line in paragraph)
    return textwrap.wrap(joined, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
