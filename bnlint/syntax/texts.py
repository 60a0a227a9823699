"""The Python text of a file of the project: of a notebook that of its cells."""

from __future__ import annotations

NOTEBOOK = ".ipynb"
"""How the names of notebooks end."""


def text_of(file: str) -> str:
    """Return the text of a file, whatever its encoding; "" for a notebook that imports nothing, or cannot be read.

    Args:
        file: an absolute path.

    Raises:
        OSError: it cannot be read.
    """
    if not file.endswith(NOTEBOOK):
        with open(file, encoding="utf-8-sig", errors="replace") as stream:
            return stream.read()
    with open(file, "rb") as raw:
        data = raw.read()
    if b"import" not in data:
        return ""
    from bnlint.syntax.notebooks import reading  # start-up: few projects hold notebooks

    return reading.decode(file, data).text
