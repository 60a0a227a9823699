"""What the commands in documents, makefiles and shell scripts of a project say for the options of its programs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping

from bnlint.patterns import pattern
from bnlint.project import survey
from bnlint.project.ttl_cache import for_seconds
from bnlint.syntax.texts import text_of

_COMMAND = pattern(r"\bpython[\d.]*(?:[ \t]+-[A-Za-z]+)*?[ \t]+(?:([\w./-]+)\.py|-m[ \t]+([\w.]+))(?![\w.])([^\n`;#]*)")
"""A program with what stands behind it: ``python -u train.py --phase test``, ``python -m net.train --phase test``."""
_ENDS = pattern(r"[ \t](?:&&?|\|\|?)[ \t]")
"""What ends a command, and begins another one; the choices in ``{train|test}`` stand side by side."""
_OPTION = pattern(r"(?<![^\s\"'])--?([A-Za-z][\w-]*)(?:[ \t]*=[ \t]*|[ \t]+)?(\"[^\"]*\"|'[^']*'|[^\s\"'-][^\s\"']*)?")
_CONTINUED = pattern(r"\\[ \t]*\r?\n")
_SET = pattern(r"^[ \t]*(?:export[ \t]+)?(\w+)=[\"']?([\w.-]+)", re.MULTILINE)
_VARIABLE = pattern(r"\$\{?(\w+)\}?")
_SEVERAL = pattern(r"[|,{}\[\]<>]")
"""What stands between the choices in ``--phase {train,test}``."""
_HOLD_COMMANDS = (".md", ".rst", ".txt", ".sh", ".bat", "makefile", "dockerfile")
_OF_SCRIPTS = ("scripts", "script", "bin", "docs", "experiments")
"""Folders beside programs that hold commands."""
_MAX_FILES = 100
_MAX_SIZE = 300_000


@for_seconds
def options_of(folder: str) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return what commands say for options, by program and the name of the option, "" for one without a value.

    Args:
        folder: an absolute path to programs; commands stand in it and above it, up to the root of the project.
    """
    found: dict[str, dict[str, set[str]]] = {}
    for file in _files(survey.project_of(folder).folders):
        try:
            text = text_of(file) if os.path.getsize(file) <= _MAX_SIZE else ""
        except OSError:
            continue
        for program, name, value in _options(text) if "python" in text else ():
            said = found.setdefault(program, {}).setdefault(name, set())
            said.update(filter(None, _SEVERAL.split(value)) if value else [""])
    return {
        program: {name: frozenset(values) for name, values in options.items()} for program, options in found.items()
    }


def _files(folders: Iterable[str]) -> Iterator[str]:
    left = _MAX_FILES
    for folder in (each for above in folders for each in (above, *(os.path.join(above, sub) for sub in _OF_SCRIPTS))):
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        named = [name for name in names if name.lower().endswith(_HOLD_COMMANDS)][:left]
        left -= len(named)
        yield from (os.path.join(folder, name) for name in named)


def _options(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the options of the commands in a text: program, option and value."""
    text = _ENDS.sub("\n", _CONTINUED.sub(" ", text))
    variables = dict(_SET.findall(text))
    for path, module, said in _COMMAND.findall(text):
        program = os.path.basename(path) or module.rpartition(".")[2]
        for name, value in _OPTION.findall(said):
            plain = _VARIABLE.sub(lambda match: variables.get(match[1], ""), value.strip("\"'"))
            yield program, name.replace("-", "_"), plain
