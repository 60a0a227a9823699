"""The stdlib's syntax tree of a text."""

from __future__ import annotations

import ast
import warnings

UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What parsing raises, whatever is wrong with the text: its syntax, null bytes, nesting that is too deep."""


def parse(text: str) -> ast.Module:
    """Parse a module, without the compiler's opinions on other people's code (``SyntaxWarning``).

    Raises:
        SyntaxError: and the others of ``UNPARSABLE``.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)
