"""Whether flake8 shows bnlint's findings here: which flake8, with the plugin, and what its configuration hides."""

from __future__ import annotations

import configparser
import logging
import os
import re
import shutil
import subprocess
import sys
from argparse import ArgumentTypeError, Namespace
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flake8.defaults import EXCLUDE
from flake8.exceptions import ExecutionError
from flake8.style_guide import Decision, DecisionEngine
from flake8.utils import matches_filename, normalize_path, parse_files_to_codes_mapping

from bnlint.analysis import worth
from bnlint.doctor import Check, Status
from bnlint.doctor.documents import document
from bnlint.libraries.user import Row
from bnlint.results.wording import plural
from bnlint.rules import CODES
from bnlint.settings import options
from bnlint.settings.limits import MIN_VALUES, TIME_LIMIT
from bnlint.settings.loading import Settings
from bnlint.sources import files

_CONFIGS = ("setup.cfg", "tox.ini", ".flake8")
_PREFIX = "BNL"
_SECONDS = 60
_SETTINGS: dict[str, tuple[Any, Callable[[str], Any]]] = {
    "keras": ("auto", options.keras_target),
    "backend": ("auto", options.backend_target),
    "enable": (frozenset(), options.codes),
    "follow-imports": (True, options.yes_no),
    "time-limit": (TIME_LIMIT, options.seconds),
    "min-values": (MIN_VALUES, options.min_values),
}
"""What the plugin and the command both know, with the default."""
_LIBRARIES = "bnlint-libraries"
_TOML = "Flake8-pyproject"
"""The plugin that makes flake8 read ``[tool.flake8]`` of a ``pyproject.toml``, instead of any other file."""


@dataclass(frozen=True)
class Host:
    """The flake8 that runs here.

    Args:
        plugin: whether it has bnlint.
        file: its configuration, None without one.
        section: what that says, every list as words with blanks or line ends between.
        broken: why it does not start, "" if it does.
        unread: a ``pyproject.toml`` that speaks to flake8, which does not read it.
    """

    plugin: Check
    file: Path | None
    section: Mapping[str, str]
    broken: str = ""
    unread: Path | None = None


def ask(folder: Path) -> Host:
    """Find out which flake8 runs here and what it is told.

    Args:
        folder: where it is run.
    """
    plugin, names = _plugin()
    toml, table = _pyproject(folder)
    if toml is not None and _TOML in names:
        return Host(plugin, toml, {key.replace("_", "-"): _as_words(value) for key, value in table.items()})
    try:
        file = _config(folder)
    except configparser.Error as error:
        return Host(plugin, None, {}, " ".join(str(error).split()))
    return Host(plugin, file, _section(file) if file is not None else {}, unread=toml)


def look(host: Host, paths: Iterable[str], settings: Settings) -> Iterator[Check]:
    """Yield what keeps flake8 from showing findings.

    Args:
        host: the flake8 that runs here.
        paths: the project's files.
        settings: what the command would use.
    """
    yield host.plugin
    if host.broken:
        yield Check("flake8", "problem", f"flake8 does not start: {host.broken}", "mend the file")
        return
    if host.unread is not None:
        message = f"{host.unread}: flake8 does not read [tool.flake8] without {_TOML}"
        yield Check("flake8", "note", message, f"install {_TOML} beside flake8, or move it to .flake8")
    file, section = host.file, host.section
    if file is None:
        yield Check("flake8", "ok", "no configuration of flake8: every code is shown")
        yield from _rows(None, {}, settings)
        yield from _settings_of_their_own(paths, settings)
        return
    problems = [
        *_hidden(file, section),
        *_per_file(file, section),
        *_left_out(file, section, paths, settings),
        *_contradictions(file, section, settings),
        *_settings_of_their_own(paths, settings),
    ]
    yield from problems or [Check("flake8", "ok", f"{file}: every code is shown")]


def library(host: Host) -> tuple[Path, tuple[Row, ...]] | None:
    """Return the file of the user's rows that flake8's configuration names, and the rows; None without one.

    Args:
        host: the flake8 that runs here.
    """
    name = host.section.get(_LIBRARIES)
    if host.file is None or not name:
        return None
    try:
        return host.file.parent / name, options.libraries(str(host.file.parent / name))
    except ArgumentTypeError:
        return None  # ``look`` says why


def _plugin() -> tuple[Check, frozenset[str]]:
    """Look for flake8 where a shell does, else beside bnlint; ask it for its plugins, and return their names, too."""
    program = shutil.which("flake8")
    if program and os.path.dirname(os.path.abspath(program)) == os.getcwd():
        program = None  # Windows looks there first, and what lies there is the project that is asked about
    command = [program] if program else [sys.executable, "-m", "flake8"]
    name = program or f"{sys.executable} -m flake8"
    try:
        done = subprocess.run(
            [*command, "--version"], capture_output=True, text=True, check=False, timeout=_SECONDS, cwd=os.path.sep
        )
    except (OSError, subprocess.SubprocessError) as error:
        return Check("flake8", "problem", f"{name} cannot be run: {error}", "reinstall flake8"), frozenset()
    if done.returncode:
        message = f"{name} fails: {done.stderr.strip()[-200:]}"
        return Check("flake8", "problem", message, "reinstall flake8"), frozenset()
    versions = dict(re.findall(r"([\w.-]+):\s+([^,)\s]+)", done.stdout))
    if "bnlint" in versions:
        return Check("flake8", "ok", f"{name} has the plugin bnlint {versions['bnlint']}"), frozenset(versions)
    python = _interpreter(program) or "its interpreter"
    check = Check("flake8", "problem", f"{name} does not have the plugin", f"{python} -m pip install bnlint")
    return check, frozenset(versions)


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


def _pyproject(folder: Path) -> tuple[Path | None, Mapping[str, Any]]:
    """Return the nearest ``pyproject.toml`` of the project that speaks to flake8, and what it says."""
    root = files.project_root(folder).absolute()
    places = (folder.absolute(), *folder.absolute().parents)
    for directory in (place for place in places if place == root or root in place.parents):
        file = directory / "pyproject.toml"
        table = document(file).get("tool", {}).get("flake8")
        if isinstance(table, dict):
            return file, table
    return None, {}


def _as_words(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _parsed(file: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser()
    try:
        if file.is_file():  # a pipe may never end
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


def _left_out(file: Path, section: Mapping[str, str], paths: Iterable[str], settings: Settings) -> Iterator[Check]:
    """Yield that flake8 looks at some files with batch normalization not at all."""
    if not {"exclude", "extend-exclude"} & section.keys():
        return
    patterns = _codes(section, "exclude") if "exclude" in section else EXCLUDE
    patterns = [
        normalize_path(pattern, str(file.parent)) for pattern in (*patterns, *_codes(section, "extend-exclude"))
    ]
    quiet = logging.getLogger(f"{__name__}.quiet")
    left = []
    for path in paths:
        places = (Path(path), *Path(path).parents)
        if any(matches_filename(str(p), patterns=patterns, log_message="", logger=quiet) for p in places if p.name):
            left.append(path)
    left = [path for path in left if _speaks_of_it(path, settings)]
    if left:
        many = plural(len(left), "file") + " with batch normalization"
        yield Check("flake8", "note", f"{file}: exclude hides {many} ({_few(left)})")


def _speaks_of_it(path: str, settings: Settings) -> bool:
    try:
        text = files.read(path).text
    except OSError:
        return False
    return worth.worth_analysis(text, path, settings.follow_imports, settings.library)


def _settings_of_their_own(paths: Iterable[str], settings: Settings) -> Iterator[Check]:
    """Yield that the command judges files by other settings than the rest, of which flake8 has one set for all."""
    odd = [path for path in paths if _read(settings.of(path)) != _read(settings) and _speaks_of_it(path, settings)]
    if odd:
        message = f"flake8 knows nothing of settings of {plural(len(odd), 'file')} ({_few(odd)})"
        where = "they stand in per-file-keras, or in a configuration in the folder of the file"
        yield Check("flake8", "note", message, f"{where}: bnlint check heeds them")


def _read(settings: Settings) -> tuple[object, ...]:
    """Return what the plugin has options for."""
    settings = replace(settings, enable=settings.enable - {options.UNNEEDED_NOQA})
    return tuple(getattr(settings, key.replace("-", "_")) for key in (*_SETTINGS, "group", "library"))


def _few(paths: Sequence[str]) -> str:
    return ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")


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
        if key == "enable":
            other -= {options.UNNEEDED_NOQA}  # which the plugin does not take
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
    if isinstance(value, (int, float)):
        return f"{value:g}"
    return value if isinstance(value, str) else ",".join(sorted(value)) or "empty"


def _codes(section: Mapping[str, str], key: str) -> Sequence[str]:
    return [part for part in re.split(r"[,\s]+", section.get(key, "")) if part]
