"""Python text as far as expressions see it: what is code in it, and what stands between parentheses."""

from __future__ import annotations

import re
from functools import cache

from bnlint.patterns import pattern

_NOT_CODE = pattern(r"[#\"']")
_BLANKS = pattern(r"(?<!\n)[ \t]{2,}")


def code_of(source: str, strings: bool = False) -> str:
    """Return a text without comments and with empty strings, line by line, and with short runs of blanks.

    Args:
        source: of a module, which may be broken.
        strings: keep those that fit on a line.
    """
    # Expressions would try each of a run of blanks as the end of each part.
    return _BLANKS.sub(" ", laid_out(source, strings))


def laid_out(source: str, strings: bool = False) -> str:
    """Return a text without comments and with empty strings, each line as far from the edge as it was.

    Args:
        source: of a module, which may be broken.
        strings: keep those that fit on a line.
    """
    parts: list[str] = []
    at = 0
    while match := _NOT_CODE.search(source, at):
        start = match.start()
        parts.append(source[at:start])
        if match[0] == "#":
            at = source.find("\n", start)
            if at < 0:
                return "".join(parts)
            continue
        quote = match[0] * 3 if source.startswith(match[0] * 3, start) else match[0]
        at = _end_of_string(source, start + len(quote), quote)
        text = source[start:at]
        parts.append(text if strings and len(quote) == 1 else "''" + "\n" * text.count("\n"))
    parts.append(source[at:])
    return "".join(parts)


def _end_of_string(source: str, at: int, quote: str) -> int:
    stop = _stop(quote)
    while match := stop.search(source, at):
        at = match.end()
        if match[0][0] != "\\":
            return at
    return len(source)


@cache
def _stop(quote: str) -> re.Pattern[str]:
    """Return what ends a string, or goes on in it; a string in single quotes ends with its line at the latest."""
    return re.compile(rf"\\[\s\S]|{quote}" + ("" if len(quote) == 3 else r"|\n"))


def arguments_of(behind: str) -> str:
    """Return what stands between the parentheses of a call, as far as a text goes."""
    depth = 1
    for number, letter in enumerate(behind):
        depth += (letter == "(") - (letter == ")")
        if not depth:
            return behind[:number]
    return behind


def outside_brackets(arguments: str) -> str:
    """Return some arguments with blanks for all that stands in brackets, and for those."""
    kept, depth = [], 0
    for letter in arguments:
        depth += letter in "([{"
        kept.append(" " if depth else letter)
        depth -= letter in ")]}"
    return "".join(kept)
