"""Variables in scripts, Makefiles and Dockerfiles: what they stand for where that is plain."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ASSIGNED = re.compile(
    r"^[ \t]*(?:(?:export|readonly|local|set|declare(?: -\w{1,5})?|ARG) )?(?P<name>\w{1,50})[ \t]?[:?]?=[ \t]?"
    r"(?P<quote>[\"']?)(?P<value>[\w.,+*<>=~!-]{1,100})(?P=quote)[ \t]?(?:[;#].*)?$",
    re.MULTILINE,
)
_USED = re.compile(r"\$(?:\{(?P<braced>\w+)(?::?[-=](?P<default>[^}]*))?\}|\((?P<make>\w+)\)|(?P<plain>\w+))")
_MAX_LINE = 20_000


def assigned(text: str) -> dict[str, str]:
    """Return variables with the one plain value that a text gives them."""
    found: dict[str, set[str]] = {}
    for match in _ASSIGNED.finditer(text):
        found.setdefault(match["name"], set()).add(match["value"])
    return {name: values.pop() for name, values in found.items() if len(values) == 1}


def filled_in(line: str, values: Mapping[str, str]) -> str:
    """Return a line with the values of the variables in it, or with the defaults that it names.

    Args:
        line: as it stands there.
        values: by name.
    """

    def value(match: re.Match[str]) -> str:
        name = match["braced"] or match["make"] or match["plain"]
        return values.get(name, match["default"] or match[0])[:200]

    return _USED.sub(value, line) if "$" in line and len(line) < _MAX_LINE else line
