"""JSON that every reader takes."""

from __future__ import annotations

import json

from bnlint.results.wording import encodable


def dumped(document: object, indent: int | None = 2) -> str:
    """Return a document as JSON.

    Python writes names of files that are not UTF-8 as halves of surrogate pairs, which other readers (those of Rust, Go
    and Arrow among them) refuse, and the whole document with them.

    Args:
        document: dictionaries, lists, strings and numbers; no number may be infinite or none at all.
        indent: spaces for each level, None for one line.
    """
    return json.dumps(_encodable(document), indent=indent, allow_nan=False)


def _encodable(part: object) -> object:
    if isinstance(part, str):
        return encodable(part)
    if isinstance(part, dict):
        return {_encodable(key): _encodable(value) for key, value in part.items()}
    return [_encodable(value) for value in part] if isinstance(part, (list, tuple)) else part
