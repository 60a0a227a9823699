"""Tables of TOML files: ``[tool.bnlint]``, and the rows about users' own libraries in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bnlint.libraries import user
from bnlint.libraries.user import Row
from bnlint.sources import regular
from bnlint.syntax import toml


class SettingsError(Exception):
    """The configuration is wrong; the message names the file and the key."""


OWN_FILES = (".bnlint.toml", "bnlint.toml")
"""Files that hold nothing but the settings of bnlint, without the table ``tool.bnlint`` around them."""
CONFIGURATIONS = (*OWN_FILES, "pyproject.toml")
"""Where settings may stand in a folder; the first that has some counts."""


def tool_table(file: Path) -> Mapping[str, Any] | None:
    """Return the table ``tool.bnlint`` of a file, or all of a file of our own; None without one.

    Raises:
        SettingsError: the file is not readable, or holds something else there.
    """
    try:
        document = toml.loads(regular.contents(file).decode("utf-8"))
    except RecursionError:
        raise SettingsError(f"{file}: nested too deeply") from None
    except OSError as error:
        raise SettingsError(f"{file}: cannot read: {error.strerror or error}") from error
    except ValueError as error:  # no UTF-8, no TOML, a number with thousands of digits
        raise SettingsError(f"{file}: {error}") from error
    if file.name in OWN_FILES:
        return document
    tool = document.get("tool", {})
    if not isinstance(tool, dict) or "bnlint" not in tool:
        return None
    table = tool["bnlint"]
    if not isinstance(table, dict):
        raise SettingsError(f"{file}: tool.bnlint is not a table")
    return table


def library(file: Path) -> tuple[Row, ...]:
    """Read the rows of a TOML file, which holds them as a pyproject.toml does, and may be one.

    Args:
        file: its tables are ``[[tool.bnlint.library]]``.

    Raises:
        SettingsError: it cannot be read, has no such tables, or one of them is not right.
    """
    table = tool_table(file) or {}
    if "library" not in table:
        raise SettingsError(f"{file}: no [[{'' if file.name in OWN_FILES else 'tool.bnlint.'}library]]")
    try:
        return user.rows(table["library"])
    except user.RowError as error:
        raise SettingsError(f"{file}: tool.bnlint.library: {error}") from error
