"""What a README tells people to install, or names as the version that it was written for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bnlint.project.declarations import shell
from bnlint.project.declarations.claims import NAME, Declared, normalised, speaks_of_keras

_VERSION = r"(?P<version>\d\.(?:\d{1,2}(?:\.\d+)?|x))"
_MORE = r"(?P<more>[ \t]?\+|%2B|[ \t]{1,3}(?:or|and)[ \t]{1,3}(?:above|higher|later|newer|up)\b)?"
_PROSE = re.compile(
    rf"(?<![\w/.-])(?P<name>{NAME})[\]*`)]{{0,3}}(?:\([^)\s]{{0,200}}\))?[ \t:|(]{{0,5}}(?:version|v)?[ \t:]{{0,3}}"
    rf"(?P<comparison>[=<>~!]{{0,3}})[ \t]{{0,3}}v?{_VERSION}{_MORE}(?![\w-])",
    re.IGNORECASE,
)
_BADGE = re.compile(rf"/badge/(?P<name>{NAME})-(?P<comparison>)v?{_VERSION}{_MORE}-", re.IGNORECASE)
"""A picture that shields.io draws: ``badge/TensorFlow-2.3.0-orange``."""
_MAX_LENGTH = 200_000


def read(text: str) -> Declared:
    """Return what a README declares."""
    if not speaks_of_keras(text):
        return Declared()
    text = text[:_MAX_LENGTH]
    return Declared(tuple(dict.fromkeys((*shell.installed(text), *_prose(text)))))


def _prose(text: str) -> Iterator[tuple[str, str]]:
    for match in (*_PROSE.finditer(text), *_BADGE.finditer(text)):
        comparison, version = match["comparison"], match["version"]
        if version.endswith(("x", "X")):
            if comparison in ("", "=", "==") and not match["more"]:
                yield normalised(match["name"]), f"=={version[0]}.*"
            continue
        comparison = ">=" if match["more"] else comparison
        if comparison in ("", "=", "=="):
            yield normalised(match["name"]), f"=={version}" + ("" if version.count(".") == 2 else ".*")
        elif comparison in ("<", "<=", "~=", ">="):
            yield normalised(match["name"]), f"{comparison}{version}"
