"""``.vscode/launch.json``: the environment that an editor starts programs in."""

from __future__ import annotations

import json
import os
import re
from typing import Any

from bnlint.libraries.releases import LEGACY_SWITCH
from bnlint.project.declarations import shell
from bnlint.project.declarations.claims import NOTHING, Declared

_BACKEND = "KERAS_BACKEND"
_COMMENT = re.compile(r"^[ \t]*//.*$", re.MULTILINE)
_LAST_COMMA = re.compile(r",(?=\s{0,200}[\]}])")
_FOLDER = re.compile(r"^\$\{workspace(?:Folder|Root)\}[/\\]")
_MAX_CONFIGURATIONS = 100


def read(text: str) -> Declared:
    """Return what a file declares that says how an editor starts programs."""
    if LEGACY_SWITCH not in text and _BACKEND not in text:
        return NOTHING
    try:
        document = json.loads(_LAST_COMMA.sub("", _COMMENT.sub("", text)))
    except (ValueError, RecursionError):
        return NOTHING
    listed = document.get("configurations") if isinstance(document, dict) else None
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    found = found[:_MAX_CONFIGURATIONS]
    switching = [each for each in found if LEGACY_SWITCH in _environment(each)]
    values = {str(_environment(each)[LEGACY_SWITCH]).lower() in ("1", "true") for each in switching}
    chosen = {shell.backend(f"{_BACKEND}={_environment(each).get(_BACKEND)}") for each in found} - {None}
    return Declared(
        switch=values.pop() if len(values) == 1 else None,
        backend=shell.one_of({name for name in chosen if name}),
        started=_started(switching),
    )


def _environment(configuration: dict[str, Any]) -> dict[str, Any]:
    env = configuration.get("env")
    return env if isinstance(env, dict) else {}


def _started(configurations: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the scripts that configurations start, none where one of them starts whatever is open."""
    scripts = []
    for configuration in configurations:
        program, module = configuration.get("program"), configuration.get("module")
        if isinstance(program, str):
            scripts.append(_FOLDER.sub("", program))
        elif isinstance(module, str):
            scripts.append(module.replace(".", "/") + ".py")
    plain = [script for script in scripts if "$" not in script and not os.path.isabs(script)]
    return tuple(plain) if len(plain) == len(configurations) else ()
