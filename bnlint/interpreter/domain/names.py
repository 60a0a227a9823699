"""Objects of libraries, by the canonical name that the rows use."""

from __future__ import annotations

from functools import lru_cache

from bnlint.interpreter.domain.values import External
from bnlint.libraries.aliases import canonical, is_apart
from bnlint.libraries.keras_versions import KERAS_2_PACKAGE


@lru_cache(4096)
def external(name: str) -> External:
    """Return the library object of this dotted name, however it is written."""
    return External(canonical(name), name if is_apart(name) else "")


def own_dialect(value: External) -> int:
    """Return the dialect of something of a package that is one Keras wherever it runs, 0 for other packages."""
    return 2 if value.written.partition(".")[0] == KERAS_2_PACKAGE else 0
