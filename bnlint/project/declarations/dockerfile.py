"""Dockerfiles and their like: the image they start from, what they install, the environment they set."""

from __future__ import annotations

import json
import re

from bnlint.project.declarations import images, shell, texts, variables
from bnlint.project.declarations.claims import NOTHING, Declared

_INSTRUCTION = re.compile(r"[ \t]*(?P<name>ARG|ENV|FROM|RUN)[ \t]+(?P<rest>.+)", re.IGNORECASE)
_ARGUMENT = re.compile(r"(?P<name>\w+)(?:=|[ \t]+)[\"']?(?P<value>[^\"'\s]*)")
_FROM = re.compile(r"^From:[ \t]{0,9}(?P<image>\S{1,300})", re.MULTILINE | re.IGNORECASE)
_IMAGE = re.compile(r"\"image\"\s{0,9}:\s{0,9}\"(?P<image>[^\"\n]{1,300})\"")
_OF_PIPELINE = re.compile(r"\bimage[ \t(]{0,9}(?P<quote>['\"])(?P<image>[^'\"\n]{1,300})(?P=quote)")
_QUOTED = re.compile(
    r"'{3}(?P<single>.{0,20000}?)'{3}|\"{3}(?P<double>.{0,20000}?)\"{3}"
    r"|'(?P<short>[^'\n]{1,2000})'|\"(?P<plain>[^\"\n]{1,2000})\"",
    re.DOTALL,
)
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
            commands.append(_command(rest))
    # Without the image's Python where the image says more.
    found += shell.installed("\n".join(commands))
    lines = "\n".join((*settings, *commands))
    return Declared(tuple(dict.fromkeys(found)), shell.switch(lines), shell.backend(lines))


def _command(rest: str) -> str:
    """Return what runs behind ``RUN``, which may be a list of its words."""
    try:
        words = json.loads(rest) if rest.startswith("[") else None
    except (ValueError, RecursionError):
        words = None
    return " ".join(map(str, words)) if isinstance(words, list) else rest


def read_definition(text: str) -> Declared:
    """Return what a definition file of Singularity declares: where it starts from, and what its sections run."""
    return read(_FROM.sub(r"FROM \g<image>", text)) if _FROM.search(text) else NOTHING


def read_devcontainer(text: str) -> Declared:
    """Return what ``devcontainer.json`` declares: its image and its environment."""
    lines = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("//"))
    found = [each for match in _IMAGE.finditer(lines) for each in images.requirements(match["image"])]
    return Declared(tuple(found), shell.switch(lines), shell.backend(lines))


def read_jenkinsfile(text: str) -> Declared:
    """Return what a pipeline of Jenkins declares: its images, what its steps install, its environment."""
    text = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("//"))
    found = [each for match in _OF_PIPELINE.finditer(text) for each in images.requirements(match["image"])]
    for match in _QUOTED.finditer(text):
        found += shell.installed(match[match.lastgroup or 0])
    return Declared(tuple(dict.fromkeys(found)), shell.switch(text), shell.backend(text))
