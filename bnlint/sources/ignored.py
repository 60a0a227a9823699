"""What git ignores: by ``.gitignore`` files from the root of the repository down, and by ``.git/info/exclude``.

What it tracks it does not ignore, whatever those say (measured: 5 of 156 public repositories with BN have such files).
"""

from __future__ import annotations

import io
import os
import re
from functools import cached_property

from pathspec.gitignore import GitIgnoreSpec

from bnlint.sources import regular
from bnlint.sources.tracked import tracked

_FILE = ".gitignore"
_STARS = re.compile(r"\*+")
_MAX_STARS = 3
"""In one part of a path, and parts that are ``**``: a name of 255 letters costs 30 milliseconds with three, hours with
eight."""


class Ignored:
    """Answers for one walk whether git ignores a path; each file is read once.

    Args:
        top: the directory that the walk begins with.
    """

    def __init__(self, top: str) -> None:
        self._top = os.path.abspath(top)
        self._specs: dict[str, GitIgnoreSpec | None] = {}

    @cached_property
    def _root(self) -> str:
        """The directory of the repository, the top of the walk where there is none."""
        directory = self._top
        while not os.path.exists(os.path.join(directory, ".git")):
            above = os.path.dirname(directory)
            if above == directory:
                return self._top
            directory = above
        return directory

    def __call__(self, path: str, is_directory: bool) -> bool:
        """Return whether git ignores a path; the file nearest to it decides, and the last pattern in that.

        Args:
            path: inside the top.
            is_directory: patterns that end in a slash mean directories only.
        """
        whole = os.path.abspath(path)
        directory = os.path.dirname(whole)
        while True:
            for spec in self._in(directory):
                inside = _encodable(os.path.relpath(whole, directory).replace(os.sep, "/"))
                decided = spec.check_file(f"{inside}/" if is_directory else inside).include
                if decided is not None:
                    return decided and not self._is_tracked(whole)
            if directory == self._root or os.path.dirname(directory) == directory:
                return False
            directory = os.path.dirname(directory)

    @cached_property
    def _tracked(self) -> frozenset[str]:
        return tracked(self._root)

    def _is_tracked(self, whole: str) -> bool:
        """Whether git tracks a file, or files in a folder."""
        return os.path.relpath(whole, self._root).replace(os.sep, "/") in self._tracked

    def _in(self, directory: str) -> list[GitIgnoreSpec]:
        names = [_FILE, os.path.join(".git", "info", "exclude")] if directory == self._root else [_FILE]
        return [spec for name in names if (spec := self._spec(os.path.join(directory, name))) is not None]

    def _spec(self, file: str) -> GitIgnoreSpec | None:
        if file not in self._specs:
            self._specs[file] = _read(file)
        return self._specs[file]


def _read(file: str) -> GitIgnoreSpec | None:
    try:
        text = _encodable(regular.contents(file).decode("utf-8", "surrogateescape"))
    except OSError:  # there is none
        return None
    lines = io.StringIO(text, newline=None).readlines()
    return GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    """Whether a line can be understood; git passes over those that cannot (``[z-a]``).

    Nor is one with many stars understood: the expression that is made of it would try every way to split a name.
    """
    parts = line.strip().split("/")
    if parts.count("**") > _MAX_STARS or any(len(_STARS.findall(part)) > _MAX_STARS for part in parts):
        return False
    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


_ESCAPES = {0xDC80 + byte: 0xF780 + byte for byte in range(128)}
"""Characters for private use that stand for bytes which are no UTF-8."""


def _encodable(text: str) -> str:
    """Return a name, or patterns of names, without surrogates: pathspec may match by re2, which encodes both."""
    return text if text.isascii() else text.translate(_ESCAPES)
