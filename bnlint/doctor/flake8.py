"""Whether flake8 shows bnlint's findings here: which flake8, with the plugin, and what its configuration hides."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from argparse import ArgumentTypeError, Namespace
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from flake8.exceptions import ExecutionError
from flake8.style_guide import Decision, DecisionEngine
from flake8.utils import parse_files_to_codes_mapping

from bnlint.doctor import Check, Status
from bnlint.libraries.user import Row
from bnlint.results.wording import plural
from bnlint.rules import CODES
from bnlint.settings import options
from bnlint.settings.limits import TIME_LIMIT
from bnlint.settings.loading import Settings

_CONFIGS = ("setup.cfg", "tox.ini", ".flake8")
_PREFIX = "BNL"
_SECONDS = 60
_SETTINGS: dict[str, tuple[Any, Callable[[str], Any]]] = {
    "keras": ("auto", options.keras_target),
    "backend": ("auto", options.backend_target),
    "enable": (frozenset(), options.codes),
    "follow-imports": (True, options.yes_no),
    "time-limit": (TIME_LIMIT, options.seconds),
}
"""What the plugin and the command both know, with the default."""
_LIBRARIES = "bnlint-libraries"


def look(folder: Path, settings: Settings) -> Iterator[Check]:
    """Yield what keeps flake8 from showing findings.

    Args:
        folder: where flake8 is run.
        settings: what the command would use.
    """
    yield _plugin()
    try:
        file = _config(folder)
    except configparser.Error as error:
        yield Check("flake8", "problem", f"flake8 does not start: {' '.join(str(error).split())}", "mend the file")
        return
    if file is None:
        yield Check("flake8", "ok", "no configuration of flake8: every code is shown")
        yield from _rows(None, {}, settings)
        return
    section = _section(file)
    problems = [*_hidden(file, section), *_per_file(file, section), *_contradictions(file, section, settings)]
    yield from problems or [Check("flake8", "ok", f"{file}: every code is shown")]


def library(folder: Path) -> tuple[Path, tuple[Row, ...]] | None:
    """Return the file of the user's rows that flake8's configuration names, and the rows; None without one.

    Args:
        folder: where flake8 is run.
    """
    try:
        file = _config(folder)
        name = _section(file).get(_LIBRARIES) if file is not None else None
        return (file.parent / name, options.libraries(str(file.parent / name))) if file is not None and name else None
    except (configparser.Error, ArgumentTypeError):
        return None  # ``look`` says why


def _plugin() -> Check:
    """Look for flake8 where a shell does, else beside bnlint; ask it for its plugins."""
    program = shutil.which("flake8")
    command = [program] if program else [sys.executable, "-m", "flake8"]
    name = program or f"{sys.executable} -m flake8"
    try:
        done = subprocess.run(
            [*command, "--version"], capture_output=True, text=True, check=False, timeout=_SECONDS, cwd=os.path.sep
        )
    except (OSError, subprocess.SubprocessError) as error:
        return Check("flake8", "problem", f"{name} cannot be run: {error}", "reinstall flake8")
    if done.returncode:
        return Check("flake8", "problem", f"{name} fails: {done.stderr.strip()[-200:]}", "reinstall flake8")
    found = re.search(r"bnlint: ([^,)\s]+)", done.stdout)
    if found:
        return Check("flake8", "ok", f"{name} has the plugin bnlint {found[1]}")
    python = _interpreter(program) or "its interpreter"
    return Check("flake8", "problem", f"{name} does not have the plugin", f"{python} -m pip install bnlint")


def _interpreter(program: str | None) -> str:
    """Return the interpreter that a script names in its first line."""
    if program is None:
        return sys.executable
    try:
        with open(program, "rb") as stream:
            first = stream.readline(500).decode("utf-8", "replace").strip()
    except OSError:
        return ""
    return first[2:].split()[0] if first.startswith("#!") and "python" in first else ""


def _config(folder: Path) -> Path | None:
    """Return the configuration that flake8 finds from a directory upwards.

    Raises:
        configparser.Error: one that flake8 does not survive.
    """
    for directory in (folder.absolute(), *folder.absolute().parents):
        for name in _CONFIGS:
            if {"flake8", "flake8:local-plugins"} & {*_parsed(directory / name)}:
                return directory / name
    return None


def _parsed(file: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser()
    try:
        parser.read(file, encoding="utf-8")
    except (configparser.ParsingError, UnicodeDecodeError):
        return configparser.RawConfigParser()  # flake8 leaves it out, too
    return parser


def _section(file: Path) -> dict[str, str]:
    parser = _parsed(file)
    if "flake8" not in parser:
        return {}
    return {key.replace("_", "-"): value for key, value in parser["flake8"].items()}


def _hidden(file: Path, section: Mapping[str, str]) -> Iterator[Check]:
    """Yield which lists hide which codes, by flake8's own judgement."""
    engine = DecisionEngine(
        Namespace(
            select=_codes(section, "select") or None,
            extend_select=_codes(section, "extend-select"),
            ignore=_codes(section, "ignore") if "ignore" in section else None,
            extend_ignore=_codes(section, "extend-ignore"),
            extended_default_select=["C90", "E", "F", "W", _PREFIX],
            extended_default_ignore=[],
        )
    )
    by_reason: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code in (*CODES, options.INTERNAL_ERROR):
        if engine.decision_for(code) is Decision.Ignored:
            by_reason[_reason(code, section)].append(code)
    for (key, entry), codes in by_reason.items():
        hidden = "every code of bnlint" if len(codes) > len(CODES) else ", ".join(codes)
        if entry:
            yield _entry(f"{file}: {key} = {entry} hides {hidden}", entry)
        else:
            remedy = f"add {_PREFIX} to select, or use extend-select for what you add"
            yield Check("flake8", "problem", f"{file}: select = {section[key]!r} hides {hidden}", remedy)


def _reason(code: str, section: Mapping[str, str]) -> tuple[str, str]:
    """Return the key and the entry that hide a code; no entry when it is missing from `select`."""
    entries = [(entry, key) for key in ("ignore", "extend-ignore") for entry in _codes(section, key)]
    matching = [(len(entry), key, entry) for entry, key in entries if code.startswith(entry)]
    selected = any(code.startswith(entry) for key in ("select", "extend-select") for entry in _codes(section, key))
    if not matching or "select" in section and not selected:
        return "select", ""
    return max(matching)[1:]


def _entry(message: str, entry: str) -> Check:
    """Judge an entry that hides codes: too short a one is meant for another plugin."""
    if len(entry) >= len(_PREFIX):
        return Check("flake8", "note", message)
    return Check("flake8", "problem", message, f"flake8 compares beginnings: write codes such as {entry}9 in full")


def _per_file(file: Path, section: Mapping[str, str]) -> Iterator[Check]:
    try:
        mapping = parse_files_to_codes_mapping(section.get("per-file-ignores", ""))
    except ExecutionError as error:
        yield Check("flake8", "problem", f"{file}: {' '.join(str(error).split())}", "mend per-file-ignores")
        return
    for pattern, entries in mapping:
        for entry in entries:
            if _PREFIX.startswith(entry) or entry.startswith(_PREFIX):
                yield _entry(f"{file}: per-file-ignores {pattern}: {entry} hides codes of bnlint", entry)


def _contradictions(file: Path, section: Mapping[str, str], settings: Settings) -> Iterator[Check]:
    """Yield where the plugin and the command are told different things."""
    for key, (default, converter) in _SETTINGS.items():
        name = f"bnlint-{key}"
        text = section.get(name)
        try:
            value = default if text is None else converter(text)
        except ArgumentTypeError as error:
            yield Check("flake8", "problem", f"{file}: {name}: {error}", f"mend {name}")
            continue
        other = getattr(settings, key.replace("-", "_"))
        if value != other:
            message = f"{file}: {name} is {_shown(value)} for the plugin, but {key} is {_shown(other)} for the command"
            status: Status = "note" if settings.directory == Path() else "problem"  # no [tool.bnlint]: it may be unused
            yield Check("flake8", status, message, f"write the same for {name} and for {key} in [tool.bnlint]")
    yield from _rows(file, section, settings)


def _rows(file: Path | None, section: Mapping[str, str], settings: Settings) -> Iterator[Check]:
    """Yield where the plugin and the command are told different things of the user's own libraries.

    Args:
        file: flake8's configuration, None without one.
        section: what it says.
        settings: what the command would use.
    """
    name = section.get(_LIBRARIES, "")
    try:
        rows = options.libraries(str(file.parent / name) if file is not None and name else "")
    except ArgumentTypeError as error:
        yield Check("flake8", "problem", f"{file}: {_LIBRARIES}: {error}", "mend that file")
        return
    if set(rows) != set(settings.library):
        plugin, command = plural(len(rows), "row"), plural(len(settings.library), "row")
        told = f"{file}: {_LIBRARIES} gives" if file is not None else "no configuration of flake8 gives"
        message = f"{told} the plugin {plugin}, but library in [tool.bnlint] has {command}"
        status: Status = "note" if settings.directory == Path() else "problem"  # no [tool.bnlint]: it may be unused
        remedy = f"keep the rows in pyproject.toml and write {_LIBRARIES} = ./pyproject.toml"
        if file is None:
            remedy += f" below [flake8] in {settings.directory / '.flake8'}"
        yield Check("flake8", status, f"{message}, or others", remedy)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else ",".join(sorted(value)) or "empty"


def _codes(section: Mapping[str, str], key: str) -> Sequence[str]:
    return [part for part in re.split(r"[,\s]+", section.get(key, "")) if part]
