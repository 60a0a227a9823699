"""The names of Keras that program text uses, by its imports and in full."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bnlint.patterns import pattern

_FROM = pattern(
    r"^(?P<indent>[ \t]*)from[ \t]+(?P<module>[\w.]+)[ \t]+import[ \t]*(?P<names>\([^()]{0,5000}\)|[^\n;]*)",
    re.MULTILINE,
)
_IMPORT = pattern(r"^(?P<indent>[ \t]*)import[ \t]+(?P<names>[^\n;]*)", re.MULTILINE)
_ALIAS = pattern(r"^(?P<alias>\w+) ?= ?(?P<name>(?:tf|tensorflow|keras)(?:\.\w+){0,5}) ?$", re.MULTILINE)
_MAX_NAMES = 5_000
_KERAS = pattern(r"(?:(?P<through>tensorflow|tf)\.(?:compat\.v\d\.)?)?keras(?P<rest>(?:\.\w+)*)$")


class Names(NamedTuple):
    """The names of Keras that a text uses.

    Args:
        imported: by imports that always run.
        tried: by those in ``try``, ``if`` or a function.
        used: by their full names.
        packages: first parts of what is imported by imports that always run.
    """

    imported: frozenset[str]
    tried: frozenset[str]
    used: frozenset[str]
    packages: frozenset[str]


def names_in(code: str) -> Names:
    """Return the names of Keras in code: ``keras.ops``, ``tf.keras.backend``.

    Args:
        code: as ``code_of`` returns it.
    """
    aliases = {"tf": "tf", "tensorflow": "tf"}
    imported: set[str] = set()
    tried: set[str] = set()
    packages: set[str] = set()
    for name, alias, always in _imports(code):
        if always:
            packages.add(name.partition(".")[0])
        canonical = _canonical(name)
        if canonical is None:
            continue
        (imported if always else tried).add(canonical)
        aliases[alias or name.partition(".")[0]] = canonical if alias else _canonical(name.partition(".")[0]) or "keras"
    for match in _ALIAS.finditer(code):
        canonical = _canonical(match["name"])
        if canonical is not None and match["name"] != match["alias"]:
            aliases.setdefault(match["alias"], canonical)
    return Names(frozenset(imported), frozenset(tried), frozenset(_used(code, aliases)), frozenset(packages))


def inner_imports(code: str) -> Iterator[tuple[str, int]]:
    """Yield what is imported below something else, as ``names_in`` has it of Keras, with the place of its line.

    Args:
        code: as ``code_of`` returns it.
    """
    for match in (*_FROM.finditer(code), *_IMPORT.finditer(code)):
        if match["indent"]:
            for name, _, _ in _imports(match[0]):
                yield _canonical(name) or name, match.start()


def _imports(code: str) -> Iterator[tuple[str, str, bool]]:
    """Yield what is imported, the name it gets ("" for its own first part), and whether that always happens."""
    for match in _FROM.finditer(code):
        for part in match["names"][:_MAX_NAMES].strip("()").split(","):
            words = part.split()
            if words:
                yield f"{match['module']}.{words[0]}", words[-1], not match["indent"]
    for match in _IMPORT.finditer(code):
        for part in match["names"][:_MAX_NAMES].split(","):
            words = part.split()
            if words:
                yield words[0], words[2] if len(words) == 3 else "", not match["indent"]


def _canonical(name: str) -> str | None:
    """Return ``keras...`` for the package, ``tf.keras...`` for TensorFlow's, None for what is no Keras's."""
    if name in ("tf", "tensorflow"):
        return "tf"
    match = _KERAS.match(name) if len(name) < 300 else None
    if match is None:
        return None
    return f"{'tf.' if match['through'] else ''}keras{match['rest']}"


def _used(code: str, aliases: dict[str, str]) -> Iterator[str]:
    code = _IMPORT.sub("", _FROM.sub("", code))
    known = "|".join(sorted(map(re.escape, aliases), key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w.])(?P<alias>{known})(?P<rest>(?:\.\w+){{1,6}})", code):
        start = aliases[match["alias"]]
        if start == "tf" and not match["rest"].startswith(".keras"):
            continue
        yield start + match["rest"]
