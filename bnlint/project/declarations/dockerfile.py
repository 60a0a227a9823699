"""Dockerfiles: the image they start from, what they install, the environment they set."""

from __future__ import annotations

import re

from bnlint.project.declarations import images, shell, texts, variables
from bnlint.project.declarations.claims import Declared

_INSTRUCTION = re.compile(r"[ \t]*(?P<name>ARG|ENV|FROM|RUN)[ \t]+(?P<rest>.+)", re.IGNORECASE)
_ARGUMENT = re.compile(r"(?P<name>\w+)(?:=|[ \t]+)[\"']?(?P<value>[^\"'\s]*)")
_MAX_LINES = 5_000


def read(text: str) -> Declared:
    """Return what a Dockerfile declares."""
    values: dict[str, str] = {}
    found: list[tuple[str, str]] = []
    commands: list[str] = []
    settings: list[str] = []
    for line in texts.joined_lines(text)[:_MAX_LINES]:
        match = _INSTRUCTION.match(line)
        if match is None:
            commands.append(line)  # of a here-document
            continue
        rest = variables.filled_in(match["rest"], values)
        name = match["name"].upper()
        if name in ("ARG", "ENV"):
            settings.append(rest)
            values.update((each["name"], each["value"]) for each in _ARGUMENT.finditer(rest[:2_000]))
        elif name == "FROM":
            words = [word for word in rest.split() if not word.startswith("--")]
            found += images.requirements(words[0]) if words else ()
        else:
            commands.append(rest)
    # Without the image's Python where the image says more.
    found += shell.installed("\n".join(commands))
    lines = "\n".join((*settings, *commands))
    return Declared(tuple(dict.fromkeys(found)), shell.switch(lines), shell.backend(lines))
