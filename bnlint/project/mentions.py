"""Whether files hold some words: the names of what users say contains BatchNormalization.

What ``import_graph`` keeps of a file is the same for everybody, these words are not; so they are looked for apart, and
only where there are any.
"""

from __future__ import annotations

import os

_known: dict[tuple[str, tuple[str, ...]], tuple[tuple[int, int], bool]] = {}
"""By file and words: the version of the file that was read, and the answer."""
_MAX_ENTRIES = 10_000


def mentions(file: str, words: tuple[str, ...]) -> bool:
    """Whether a file holds one of the words, read once per version.

    Args:
        file: one that exists, and is small enough to be code.
        words: plain strings.
    """
    try:
        status = os.stat(file)
        version = (status.st_mtime_ns, status.st_size)
        kept = _known.get((file, words))
        if kept is not None and kept[0] == version:
            return kept[1]
        with open(file, encoding="utf-8", errors="replace") as stream:
            source = stream.read()
    except OSError:
        return False
    found = any(word in source for word in words)
    if len(_known) >= _MAX_ENTRIES:
        _known.clear()
    _known[file, words] = version, found
    return found
