"""Commands in a shell, wherever they stand: what they install, and the environment variable that they set."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from bnlint.project.declarations import conda, requirements_txt, texts, variables
from bnlint.project.declarations.claims import NOTHING, Declared, of_python, speaks_of_keras

_SWITCH = re.compile(
    r"\bTF_USE_LEGACY_KERAS[\"']?[ \t]*(?:\][ \t]*=|[?:+]?=|:|,|[ \t])[ \t]*[\"']?(?P<value>[Tt]rue|[Ff]alse|[01])\b"
)
_BACKEND = re.compile(
    r"\bKERAS_BACKEND[\"']?[ \t]*(?:\][ \t]*=|[?:+]?=|:|,|[ \t])[ \t]*[\"']?(?P<value>tensorflow|jax|torch)\b"
)
_INSTALL = re.compile(
    r"\b(?P<tool>pip3?(?:\.\d+)?|pipenv|uv|poetry|conda|mamba|micromamba)[ \t]+(?:[\w=/.-]+[ \t]+){0,6}?"
    r"(?:install|add|create)[ \t]"
)
_PREFIX = re.compile(
    r"(?<!export )(?<!set )(?<!declare -x )\bTF_USE_LEGACY_KERAS=[\"']?\w+[\"']? [^;&|#\n]{0,300}?"
    r"(?:-m (?P<module>[\w.]{1,100})|(?P<script>[\w./-]{1,100}\.py)\b)"
)
_CONDA_TOOLS = ("conda", "mamba", "micromamba")
_ENDS = re.compile(r"&&|\|\||[;|)`]|\s#")
_SHEBANG = re.compile(r"#!.{0,100}\b(?:ba|da|k|z)?sh\b")
_TOOL = re.compile(r"^python[ \t]{1,9}(\d\S*)", re.MULTILINE)
_MAX_COMMAND = 2_000
_MAX_LINE = 20_000


def read(text: str) -> Declared:
    """Return what a shell script, a Makefile or the like declares."""
    if "$" in text and speaks_of_keras(text):
        values = variables.assigned(text)
        text = "\n".join(variables.filled_in(line, values) for line in text.split("\n"))
    return Declared(tuple(installed(text)), switch(text), backend(text), started=tuple(_started(text)))


def read_script(text: str) -> Declared:
    """Return what a file without an ending declares, if it is a shell script."""
    return read(text) if _SHEBANG.match(text) else NOTHING


def switch(text: str) -> bool | None:
    """Return whether ``TF_USE_LEGACY_KERAS`` is set, None where it is not, or set to both."""
    if "TF_USE_LEGACY_KERAS" not in text:
        return None
    values = {match["value"].lower() in ("1", "true") for line in _lines(text) for match in _SWITCH.finditer(line)}
    return values.pop() if len(values) == 1 else None


def _started(text: str) -> list[str]:
    """Return the scripts that are started with the switch in front of them, none where anything else sets it."""
    found = []
    for line in _lines(text):
        match = _PREFIX.search(line)
        if match is not None:
            found.append(match["script"] or match["module"].replace(".", "/") + ".py")
        elif "TF_USE_LEGACY_KERAS" in line:
            return []
    return found


def backend(text: str) -> str | None:
    """Return what ``KERAS_BACKEND`` is set to; None where it is not, "" where it is set to several."""
    if "KERAS_BACKEND" not in text:
        return None
    return one_of({match["value"] for line in _lines(text) for match in _BACKEND.finditer(line)})


def one_of(backends: set[str]) -> str | None:
    """Return the backend of a set of one; None for none, "" for several."""
    return "" if len(backends) > 1 else next(iter(backends), None)


def _lines(text: str) -> Iterator[str]:
    return (texts.single_blanks(line) for line in text.split("\n") if line.lstrip()[:1] not in "#;")


def installed(text: str) -> Iterator[tuple[str, str]]:
    """Yield the packages that commands install, with their version specifiers."""
    if "install" not in text and "conda" not in text or not speaks_of_keras(text) and "python=" not in text:
        return
    for line in texts.joined_lines(text):
        if len(line) > _MAX_LINE:
            continue
        line = texts.single_blanks(line)
        commands = list(_INSTALL.finditer(line))
        starts = [*(command.start() for command in commands), len(line)]
        for match, end in zip(commands, starts[1:], strict=True):
            yield from _packages(match["tool"], _words(line[match.end() : end]))


def _words(command: str) -> list[str]:
    command = _outside_quotes(command[:_MAX_COMMAND])
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def _outside_quotes(command: str) -> str:
    """Return a command without what follows it on the line."""
    for match in _ENDS.finditer(command):
        before = command[: match.start()]
        if before.count('"') % 2 == 0 and before.count("'") % 2 == 0:
            return before
    return command


def _packages(tool: str, words: list[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        if word.startswith("-") or not word:
            continue
        # ``pip install tensorflow>=2.4`` without quotes installs any version, and means this one.
        found = conda.specification(word) if tool in _CONDA_TOOLS else requirements_txt.requirement(word)
        if found is not None:
            yield found


def python_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the requirement of a file that holds nothing but a version of Python."""
    lines = [line for line in text.split("\n") if line.strip()][:1]
    yield from (("python", specifier) for specifier in map(of_python, lines) if specifier)


def read_python_version(text: str) -> Declared:
    """Return what ``.python-version`` or ``runtime.txt`` declares."""
    return Declared(tuple(python_of(text)))


def read_tools(text: str) -> Declared:
    """Return what ``.tool-versions`` declares."""
    return Declared(tuple(python_of("\n".join(_TOOL.findall(text)))))
