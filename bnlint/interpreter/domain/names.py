"""Objects of libraries, by the canonical name that the rows use."""

from __future__ import annotations

from functools import lru_cache

from bnlint.interpreter.domain.values import External
from bnlint.libraries.aliases import canonical, is_apart


@lru_cache(4096)
def external(name: str) -> External:
    """Return the library object of this dotted name, however it is written."""
    return External(canonical(name), name if is_apart(name) else "")
