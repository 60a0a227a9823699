"""TOML, without what is meant to take forever."""

from __future__ import annotations

import re
import sys
from typing import Any

_MAX_DOTS = 1_000


def loads(text: str) -> dict[str, Any]:
    """Return a document.

    Raises:
        ValueError: it is broken, holds a number with thousands of digits, or a key of more than a thousand parts (time
            and memory grow with a power of their number).
        RecursionError: it is nested too deeply.
    """
    if any(piece.count(".") > _MAX_DOTS for piece in re.split(r"[=,\[\]{}\n\"'#]", text)):
        raise ValueError(f"a key has more than {_MAX_DOTS} parts")
    if sys.version_info >= (3, 11):
        import tomllib  # start-up: flake8 needs it where a file of rows is given, or a pyproject.toml names Keras
    else:  # pragma: no cover - Python 3.10
        import tomli as tomllib  # start-up: as above

    document: dict[str, Any] = tomllib.loads(text)
    return document
