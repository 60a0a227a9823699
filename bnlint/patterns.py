"""Regular expressions that are compiled when they are used first: most of them belong to questions of few files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

__all__ = ["pattern"]


class _Pattern:
    """Stands for a pattern, and has its methods from the first use on."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern, and keep the method for the next time."""
        if name.startswith("_"):
            raise AttributeError(name)  # copying and pickling ask for what is not there yet
        found = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found


if TYPE_CHECKING:

    def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
        """Return a regular expression.

        Args:
            text: the expression.
            flags: those of ``re.compile``.
        """
        raise NotImplementedError

else:
    pattern = _Pattern
