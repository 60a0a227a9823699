"""Edits on the bytes of a file: its BOM, encoding and line ends stay."""

from __future__ import annotations

import io
import tokenize
from bisect import bisect_left
from collections.abc import Sequence

from bnlint.results.edits import Edit, apply
from bnlint.sources import files
from bnlint.syntax.source import Source

_BOM = b"\xef\xbb\xbf"


class Refused(Exception):
    """An edit cannot be made; the message says why."""


def edited(source: Source, data: bytes, rounds: Sequence[Sequence[Edit]]) -> bytes:
    """Make edits of the decoded text (``bnlint.sources.files.decode``) in the bytes.

    Args:
        source: the decoded text.
        data: the file's bytes.
        rounds: edits that do not overlap; those of each round count in the text that the round before left.

    Raises:
        Refused: the encoding, or a notebook, does not allow it.
    """
    if source.notebook is not None:
        from bnlint.sources import notebooks  # start-up: few files are notebooks

        try:
            return notebooks.edited(data, rounds)
        except notebooks.NotInCell as error:
            raise Refused(str(error)) from error
    for edits in rounds:
        data = _edited(data, edits)
    return data


def _edited(data: bytes, edits: Sequence[Edit]) -> bytes:
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    start = len(_BOM) if data.startswith(_BOM) else 0
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    raw = data[start:].decode(codec)
    newline = _newline(raw)
    long_ends = _long_line_ends(raw)
    parts: list[bytes] = []
    at, at_byte = 0, start
    try:
        for edit in sorted(edits):
            first, last = (offset + bisect_left(long_ends, offset) for offset in (edit.offset, edit.end))
            begin = at_byte + len(raw[at:first].encode(codec))
            parts += (data[at_byte:begin], edit.replacement.replace("\n", newline).encode(codec))
            at, at_byte = last, begin + len(raw[first:last].encode(codec))
    except UnicodeEncodeError as error:
        raise Refused(f"the fix cannot be written in {encoding}") from error
    result = b"".join((data[:start], *parts, data[at_byte:]))
    before, after = files.decode("", data), files.decode("", result)
    if after.problems or after.text != apply(before.text, edits):
        raise Refused(f"the fix cannot be made in {encoding} without touching other bytes")
    return result


def _newline(raw: str) -> str:
    """Return how the first line ends."""
    for position, char in enumerate(raw):
        if char in "\r\n":
            return "\r\n" if raw.startswith("\r\n", position) else char
    return "\n"


def _long_line_ends(raw: str) -> list[int]:
    """Return the offsets, in the text with universal newlines, of the line ends that take two characters here."""
    found: list[int] = []
    position = raw.find("\r\n")
    while position >= 0:
        found.append(position - len(found))
        position = raw.find("\r\n", position + 2)
    return found
