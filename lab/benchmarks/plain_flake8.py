"""flake8 as if bnlint were not installed, or with it: both start through this file, so that only the plugin differs.

Usage: ``python plain_flake8.py {with,without} [flake8's arguments]``
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterator
from typing import Any

_distributions = importlib.metadata.distributions


def _others(*args: Any, **kwargs: Any) -> Iterator[importlib.metadata.Distribution]:
    return (found for found in _distributions(*args, **kwargs) if found.metadata["Name"] != "bnlint")


def _everything(*args: Any, **kwargs: Any) -> Iterator[importlib.metadata.Distribution]:
    return (found for found in _distributions(*args, **kwargs) if found.metadata["Name"])


if __name__ == "__main__":
    importlib.metadata.distributions = _everything if sys.argv[1] == "with" else _others
    from flake8.main.cli import main

    sys.exit(main(["--isolated", "-j1", *sys.argv[2:]]))
