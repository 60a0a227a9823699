"""What a README tells people to install, or names as the version that it was written for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bnlint.project.declarations import shell
from bnlint.project.declarations.claims import NAME, Declared, normalised, speaks_of_keras

_PROSE = re.compile(
    rf"(?<![\w/.-])(?P<name>{NAME})[\]*`)]{{0,3}}[ \t]{{0,3}}(?:version|v)?[ \t]{{0,3}}"
    r"(?P<comparison>[=<>~!]{0,3})[ \t]{0,3}v?(?P<version>\d\.\d{1,2}(?:\.\d+)?)(?P<more>[ \t]?\+)?(?![\w-])",
    re.IGNORECASE,
)
_MAX_LENGTH = 200_000


def read(text: str) -> Declared:
    """Return what a README declares."""
    if not speaks_of_keras(text):
        return Declared()
    text = text[:_MAX_LENGTH]
    return Declared(tuple(dict.fromkeys((*shell.installed(text), *_prose(text)))))


def _prose(text: str) -> Iterator[tuple[str, str]]:
    for match in _PROSE.finditer(text):
        comparison = ">=" if match["more"] else match["comparison"]
        if comparison in ("", "=", "=="):
            exact = match["version"].count(".") == 2
            yield normalised(match["name"]), f"=={match['version']}" + ("" if exact else ".*")
        elif comparison in ("<", "<=", "~=", ">="):
            yield normalised(match["name"]), f"{comparison}{match['version']}"
