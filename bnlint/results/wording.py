"""Words and names as they are shown on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def encodable(text: str) -> str:
    r"""Replace what UTF-8 cannot hold by escapes: a byte of a file's name that is not UTF-8 becomes ``\xff``.

    Args:
        text: with half surrogate pairs, as Python reads such bytes (PEP 383).
    """
    return text if text.isascii() else _SURROGATE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number - 0xDC00:02x}" if 0xDC80 <= number <= 0xDCFF else f"\\u{number:04x}"


def harmless(text: str) -> str:
    """Replace what would break the line or steer a terminal; names of files may hold any character.

    Args:
        text: to be shown on one line.
    """
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", encodable(text))


def listed(words: Sequence[str], conjunction: str = "and") -> str:
    """Return ``a``, ``a and b``, ``a, b and c``.

    Args:
        words: at least one.
        conjunction: what stands before the last one.
    """
    *others, last = words
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def plural(count: int, noun: str) -> str:
    """Return ``1 file``, ``2 files``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
