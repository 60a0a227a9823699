"""flake8 with one of the plugins that are compared, or with none: all start through this file.

Usage: ``python plain_flake8.py {with,torchfix,without} [flake8's arguments]``; "with" is with bnlint.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterator
from typing import Any

_distributions = importlib.metadata.distributions
_PLUGINS = {"with": "bnlint", "torchfix": "torchfix"}
_hidden: set[str] = set()


def _others(*args: Any, **kwargs: Any) -> Iterator[importlib.metadata.Distribution]:
    for found in _distributions(*args, **kwargs):
        name = found.metadata["Name"]
        if name and name.lower() not in _hidden:
            yield found


if __name__ == "__main__":
    _hidden.update(name for word, name in _PLUGINS.items() if word != sys.argv[1])
    importlib.metadata.distributions = _others
    from flake8.main.cli import main

    sys.exit(main(["--isolated", "-j1", *sys.argv[2:]]))
