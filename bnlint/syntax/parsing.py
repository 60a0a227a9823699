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

    What is written in Python 2 is read as that.

    Raises:
        SyntaxError: and the others of ``UNPARSABLE``.
    """
    try:
        tree = parse_python_3(text)
    except SyntaxError as error:
        tree = _parse_python_2(text, error)
    if len(_parsed) >= _MAX_KNOWN:
        _parsed.clear()
    _parsed.add((hash(text), len(text)))
    return tree


def parse_python_3(text: str) -> ast.Module:
    """Parse a module that has to be Python 3; see ``parse``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _parse_python_2(text: str, error: SyntaxError) -> ast.Module:
    from bnlint.syntax import python_2  # start-up: few projects are in Python 2

    rewritten = python_2.as_python_3(text)
    if rewritten is None:
        raise error
    try:
        tree = parse_python_3(rewritten.text)
    except SyntaxError:
        raise error from None
    python_2.put_back(tree, text, rewritten)
    return tree


def was_parsed(text: str) -> bool:
    """Whether this process has parsed a text before, and nothing was wrong with it."""
    return (hash(text), len(text)) in _parsed
