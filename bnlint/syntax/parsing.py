"""The stdlib's syntax tree of a text."""

from __future__ import annotations

import ast
import warnings

UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What parsing raises, whatever is wrong with the text: its syntax, null bytes, nesting that is too deep."""


_MAX_KNOWN = 20_000
_parsed: set[tuple[int, int]] = set()
"""Of texts that were parsed without an error the hash and length."""


def parse(text: str) -> ast.Module:
    """Parse a module, without the compiler's opinions on other people's code (``SyntaxWarning``).

    Raises:
        SyntaxError: and the others of ``UNPARSABLE``.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
    if len(_parsed) >= _MAX_KNOWN:
        _parsed.clear()
    _parsed.add((hash(text), len(text)))
    return tree


def was_parsed(text: str) -> bool:
    """Whether this process has parsed a text before, and nothing was wrong with it."""
    return (hash(text), len(text)) in _parsed
