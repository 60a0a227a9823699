"""Reading a project's small text files: bounded, in whatever encoding, and no file that is not the project's."""

from __future__ import annotations

import codecs
from pathlib import Path

from bnlint.patterns import pattern
from bnlint.project import import_graph

_BLANKS = pattern(r"[ \t]{2,}")
_MAX_BYTES = 1_000_000


def read(file: Path, limit: int = _MAX_BYTES) -> str:
    """Return a file's text, "" when it is missing, too large, no file, or another project's.

    Args:
        file: an absolute path.
        limit: how many bytes are still read.
    """
    try:
        if not file.is_file() or file.stat().st_size > limit:
            return ""
        if not import_graph.belongs(str(file), str(file.parent)):
            return ""
        data = file.read_bytes()
    except OSError:
        return ""
    return decode(data)


def read_own(file: str, limit: int = _MAX_BYTES) -> str:
    """Return the text of a file that is known to be the project's, "" when it cannot be read or is too large."""
    try:
        with open(file, encoding="utf-8", errors="replace") as stream:
            return stream.read(limit)
    except OSError:
        return ""


def decode(data: bytes) -> str:
    """Return a text; what ``pip freeze >`` writes in PowerShell is UTF-16."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if utf16 else "utf-8-sig", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def single_blanks(text: str) -> str:
    """Make one of runs of blanks: expressions would try each of them as the end of each part."""
    return _BLANKS.sub(" ", text)


def joined_lines(text: str) -> list[str]:
    r"""Return the lines, those that go on (``\``) as one, without lines that are comments."""
    kept = (line for line in text.split("\n") if not line.lstrip().startswith("#"))
    return "\n".join(kept).replace("\\\n", " ").split("\n")
