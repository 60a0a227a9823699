"""Configuration in TOML that other tools read, too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bnlint.syntax import toml


def document(file: Path) -> dict[str, Any]:
    """Return what a TOML file says, nothing where it is no file or cannot be read: its own tool tells why.

    Args:
        file: it need not exist.
    """
    try:
        return toml.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    except (OSError, ValueError, RecursionError):
        return {}
