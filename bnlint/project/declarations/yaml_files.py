"""YAML: conda's environments under any name, the files of CI services and of compose.

Read as a stream of events: aliases are not followed, so nothing grows, and nothing is as deep as the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bnlint.libraries.releases import LEGACY_SWITCH
from bnlint.project.declarations import conda, images, requirements_txt, shell
from bnlint.project.declarations.claims import NAME, Declared, normalised, of_python, speaks_of_keras

_BACKEND = "KERAS_BACKEND"
_MAX_EVENTS = 50_000
_MAX_DEPTH = 50
"""Deeper lists are nobody's, and libyaml's time grows with the square of the depth."""
_MAX_BYTES = 300_000
_OF_MATRIX = re.compile(r"\$\{\{ ?matrix\.(?P<name>[\w-]{1,50}) ?\}\}")
_MAX_VALUES = 20
_LOCKED = re.compile(
    rf"^ {{0,4}}- name: [\"']?(?P<name>{NAME})[\"']?\n {{1,9}}version: [\"']?(?P<version>\d[\w.]*)",
    re.MULTILINE | re.IGNORECASE,
)
_PYTHON_KEYS = re.compile(r"python(?:[-_]?versions?)?", re.IGNORECASE)


def read(text: str) -> Declared:
    """Return what a document declares."""
    # Most YAML in such projects are settings of models.
    if len(text) > _MAX_BYTES or not (speaks_of_keras(text) or "python" in text):
        return Declared()
    if not any(
        word in text for word in ("dependencies", "install", "image", "container", "python", LEGACY_SWITCH, _BACKEND)
    ):
        return Declared()
    found: list[tuple[str, str]] = []
    switches: set[bool] = set()
    backends: set[str] = set()
    for path, value in _filled_in(_paired(scalars(text))):
        found += _requirements(path, value)
        if path[-1:] == (LEGACY_SWITCH,):
            switches.add(value.lower() in ("1", "true"))
        elif LEGACY_SWITCH in value:
            switches |= {set_to for set_to in (shell.switch(value),) if set_to is not None}
        else:
            chosen = shell.backend(f"{_BACKEND}={value}" if path[-1:] == (_BACKEND,) else value)
            backends |= {chosen} if chosen is not None else set()
    switch = switches.pop() if len(switches) == 1 else None
    return Declared(tuple(dict.fromkeys(found)), switch, shell.one_of(backends))


def read_lock(text: str) -> Declared:
    """Return what a lock file of conda declares."""
    return Declared(tuple((normalised(m["name"]), f"=={m['version']}") for m in _LOCKED.finditer(text)))


def _requirements(path: tuple[str, ...], value: str) -> Iterator[tuple[str, str]]:
    keys = [part for part in path if part]
    key = keys[-1] if keys else ""
    if key == "dependencies":
        found = conda.specification(value)
        if found is not None:
            yield found
    elif key == "pip" or key in ("requirements", "packages"):
        entry = requirements_txt.requirement(value)
        if entry is not None:
            yield entry
    elif key in ("image", "container") or keys[-2:] == ["image", "name"]:
        yield from images.requirements(value)
    elif _PYTHON_KEYS.fullmatch(key):
        specifier = of_python(value)
        if specifier:
            yield "python", specifier
    else:
        yield from shell.installed(value)


def _paired(entries: Iterable[tuple[tuple[str, ...], str]]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield entries, a pair of ``name`` and ``value`` as one under that name."""
    path: tuple[str, ...] = ()
    name = ""
    for path_here, value in entries:
        if path_here[-1:] == ("value",) and path == path_here[:-1]:
            yield (*path, name), value
        else:
            yield path_here, value
        path, name = (path_here[:-1], value) if path_here[-1:] == ("name",) else ((), "")


def _filled_in(entries: Iterable[tuple[tuple[str, ...], str]]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield entries, those that speak of a job's matrix once for each value there."""
    matrix: dict[str, list[str]] = {}
    for path, value in entries:
        keys = [part for part in path if part]
        if "matrix" in keys[:-1]:
            matrix.setdefault(keys[-1], []).append(value)
        used = _OF_MATRIX.search(value)
        if used is None:
            yield path, value
            continue
        for each in matrix.get(used["name"], [])[:_MAX_VALUES]:
            yield path, value.replace(used[0], each)


def scalars(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each plain value with the keys above it ("" for a list), until the document ends or is broken."""
    import yaml  # start-up: only where such a file is there

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    path: list[str] = []
    keys: list[str | None] = []  # of each open collection: "" in a list, else the key that waits for its value
    try:
        for count, event in enumerate(yaml.parse(text, Loader=loader)):
            if count > _MAX_EVENTS or len(path) > _MAX_DEPTH:
                return
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                path.append(_label(keys))
                keys.append(None if isinstance(event, yaml.MappingStartEvent) else "")
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                path.pop()
                keys.pop()
                _done(keys)
            elif isinstance(event, yaml.ScalarEvent):
                if keys and keys[-1] is None:
                    keys[-1] = event.value or " "
                    continue
                yield (*path, _label(keys)), event.value
                _done(keys)
            elif isinstance(event, yaml.AliasEvent):
                _done(keys)
    except (yaml.YAMLError, ValueError, RecursionError):
        return


def _label(keys: list[str | None]) -> str:
    return (keys[-1] or "") if keys else ""


def _done(keys: list[str | None]) -> None:
    """Note that the value of the waiting key is there."""
    if keys and keys[-1]:
        keys[-1] = None
