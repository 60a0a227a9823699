"""pyproject.toml, Pipfile and what else declares requirements in TOML; the lock files of Poetry, uv, PDM and Pipenv."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bnlint.libraries.releases import LEGACY_SWITCH
from bnlint.project.declarations import requirements_txt, shell
from bnlint.project.declarations.claims import NAME, Declared, normalised, speaks_of_keras
from bnlint.syntax import toml

_LOCKED_TOML = re.compile(
    rf"^name = \"(?P<name>{NAME})\"\n(?:version = \"(?P<version>[^\"\n]+)\")", re.MULTILINE | re.IGNORECASE
)
_LOCKED_JSON = re.compile(rf"\"(?P<name>{NAME})\": \{{[^{{}}]{{0,20000}}?\"version\": \"==(?P<version>[^\"]+)\"")
_PYTHON_KEYS = ("requires-python", "python", "python_version", "python_full_version")
_MAX_DEPTH = 50
_MAX_SPECIFIER = 200
_BACKEND = "KERAS_BACKEND"


def read(text: str) -> Declared:
    """Return what a TOML document declares.

    Two forms cover all tools: lists of requirement strings (PEP 621, dependency groups, PDM, Hatch, uv), and tables
    from package names to versions (Poetry, Pipenv, pixi).
    """
    if not (speaks_of_keras(text) or "python" in text or LEGACY_SWITCH in text):
        return Declared()
    found: list[tuple[str, str]] = []
    switches: list[bool] = []
    backends: set[str] = set()
    for key, value in _entries(parse(text)):
        if key == LEGACY_SWITCH:
            switches.append(str(value).lower() in ("1", "true"))
        elif key == "legacy_tox_ini" and isinstance(value, str):
            switches += [set_to for set_to in (shell.switch(value),) if set_to is not None]
        elif key == _BACKEND:
            backends.update(filter(None, (shell.backend(f"{_BACKEND}={value}"),)))
        elif isinstance(value, str) and key.endswith("[]"):
            requirement = requirements_txt.requirement(value)
            if requirement is not None:
                found.append(requirement)
            elif value.startswith(f"{LEGACY_SWITCH}="):  # pytest-env
                switches.append(value.rpartition("=")[2].strip().lower() in ("1", "true"))
            else:
                backends.update(filter(None, (shell.backend(value),)))
        elif key in _PYTHON_KEYS:
            found += [("python", specifier) for specifier in _versions(value) if specifier]
        elif re.fullmatch(NAME, key, re.IGNORECASE):
            found += [(normalised(key), specifier) for specifier in _versions(value)]
    return Declared(tuple(found), any(switches) if switches else None, shell.one_of(backends))


def read_lock(text: str) -> Declared:
    """Return what a lock file in TOML declares."""
    return Declared(tuple((normalised(m["name"]), f"=={m['version']}") for m in _LOCKED_TOML.finditer(text)))


def read_pipenv_lock(text: str) -> Declared:
    """Return what ``Pipfile.lock`` declares."""
    return Declared(tuple((normalised(m["name"]), f"=={m['version']}") for m in _LOCKED_JSON.finditer(text)))


def parse(text: str) -> dict[str, Any]:
    """Return a document, an empty one where it is broken, or made to take forever."""
    try:
        return toml.loads(text)
    except (ValueError, RecursionError):
        return {}


def _entries(node: Any, name: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield keys with values from anywhere in a document; the key of what stands in a list ends in ``[]``."""
    if depth > _MAX_DEPTH:
        return
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        label = key if isinstance(key, str) else f"{name}[]"
        yield label, value
        if isinstance(value, (dict, list)):
            yield from _entries(value, label, depth + 1)


def _versions(value: Any) -> Iterator[str]:
    """Yield PEP 440 specifiers of a version, of ``{version = ...}`` or of several of these; nothing of other things."""
    for entry in value if isinstance(value, list) else [value]:
        version = entry.get("version") if isinstance(entry, dict) else entry if not isinstance(value, list) else None
        if isinstance(version, str):
            yield _from_poetry(version)


def _from_poetry(version: str) -> str:
    """Translate Poetry's and Pipenv's constraints (``^2.10``, ``~2.10``, ``2.10.0``, ``*``) to PEP 440."""
    if len(version) > _MAX_SPECIFIER:
        return ""
    return ",".join(filter(None, (_poetry_part(part.strip()) for part in version.split(","))))


def _poetry_part(part: str) -> str:
    numbers = re.match(r"(?P<mark>\^|~(?!=)|)(?P<major>\d+)(?:\.(?P<minor>\d+))?", part)
    if part == "*" or numbers is None:
        return "" if part == "*" else part
    if numbers["mark"] == "":
        # Pipenv's python_version has no patch level.
        return f"=={part}" if part.count(".") != 1 or "*" in part else f"=={part}.*"
    # A caret keeps the major version; so does a tilde before a lone major version. All packages are beyond 0.x.
    if numbers["mark"] == "^" or numbers["minor"] is None:
        return f">={part[1:]},<{int(numbers['major']) + 1}"
    return f">={part[1:]},<{numbers['major']}.{int(numbers['minor']) + 1}"
