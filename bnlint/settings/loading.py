"""The command's settings: ``[tool.bnlint]`` of pyproject.toml, overridden by command line options.

The keys mirror flake8's ``--bnlint-*`` options, and the values go through the same converters (``options``).
"""

from __future__ import annotations

import os
import stat
from argparse import ArgumentTypeError
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bnlint import __version__
from bnlint.libraries import user
from bnlint.libraries.user import Row
from bnlint.settings import options
from bnlint.settings.config import BackendTarget, Config, KerasTarget
from bnlint.settings.limits import MIN_VALUES, TIME_LIMIT
from bnlint.settings.tables import CONFIGURATIONS, OWN_FILES, SettingsError, tool_table
from bnlint.settings.usage import like
from bnlint.sources import files, regular

_VCS_DIRECTORIES = (".git", ".hg", ".jj", ".svn")


@dataclass(frozen=True)
class Settings:
    """What the user set.

    Args:
        keras: the target Keras dialect.
        per_file_keras: file patterns, each with the Keras dialect of matching files; the first that matches counts.
        backend: what Keras 3 runs on.
        enable: opt-in rules to switch on.
        follow_imports: read the project's other modules when a question needs them.
        library: what the user says of code that cannot be read.
        min_values: how many values a statistic is to be made of at least (BNL206).
        time_limit: seconds that each part of the analysis of one file may take, 0 for any number.
        select: codes (or their beginnings) to show, all when empty.
        ignore: codes (or their beginnings) not to show.
        per_file_ignores: file patterns, each with codes not to show in matching files.
        fixable: codes (or their beginnings) whose fixes are offered and made, all when empty.
        unfixable: codes (or their beginnings) whose fixes are not.
        extend_safe_fixes: codes (or their beginnings) whose unsafe fixes the user takes for safe.
        extend_unsafe_fixes: codes (or their beginnings) whose safe fixes the user takes for unsafe.
        unsafe_fixes: make the unsafe fixes, too, where fixes are made.
        show_fixes: list what was fixed.
        exclude: patterns of files and directories that a directory walk leaves out.
        extend_include: patterns of files that a directory walk takes beside ``*.py`` and ``*.ipynb``.
        force_exclude: named files that a walk would leave out are left out, too.
        respect_gitignore: a directory walk leaves out what git ignores.
        baseline: a file with findings that are not shown, see ``bnlint.results.baseline``; None for none.
        output_format: how ``bnlint check`` shows what it finds.
        required_version: the versions of bnlint that the project takes, "" for any.
        group: report places whose mistake has one cause as one finding.
        disable_noqa: show what ``# noqa`` comments suppress, too; for one run, so not a key of the configuration.
        directory: where the configuration lies; patterns with a slash are relative to it.
        file: the configuration itself, None for none.
        nested: the settings of folders inside that have a configuration of their own, which counts there instead.
    """

    keras: KerasTarget = "auto"
    per_file_keras: tuple[tuple[str, KerasTarget], ...] = ()
    backend: BackendTarget = "auto"
    enable: frozenset[str] = frozenset()
    follow_imports: bool = True
    library: tuple[Row, ...] = ()
    time_limit: float = TIME_LIMIT
    min_values: int = MIN_VALUES
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()
    extend_safe_fixes: tuple[str, ...] = ()
    extend_unsafe_fixes: tuple[str, ...] = ()
    unsafe_fixes: bool = False
    show_fixes: bool = False
    exclude: tuple[str, ...] = ()
    extend_include: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    baseline: Path | None = None
    output_format: str = "text"
    required_version: str = ""
    group: bool = True
    disable_noqa: bool = False
    directory: Path = Path()
    file: Path | None = None
    nested: tuple[Settings, ...] = ()

    def of(self, path: str) -> Settings:
        """Return the settings of a file: those of the nearest folder with a configuration, with the file's own Keras.

        Args:
            path: absolute or relative to the working directory.
        """
        inside = (each for each in self.nested if each.holds(path))
        nearest = max(inside, key=lambda each: len(each.directory.parts), default=self)
        for pattern, keras in nearest.per_file_keras:
            if files.is_meant(path, pattern, nearest.directory):
                return replace(nearest, keras=keras)
        return nearest

    def holds(self, path: str) -> bool:
        """Whether a file lies in the folder of the configuration."""
        return Path(os.path.abspath(path)).is_relative_to(self.directory)

    @property
    def config(self) -> Config:
        """The part of the settings that the analysis reads."""
        return Config(
            self.keras,
            self.enable,
            self.follow_imports,
            self.library,
            self.backend,
            self.time_limit,
            self.min_values,
        )


def load(start: Path) -> Settings:
    """Read the nearest configuration from a directory upwards, up to the repository's root.

    What lies above the directory where everybody may write (``/tmp``) is somebody else's.

    Args:
        start: the directory to begin with.

    Returns:
        The settings; the defaults when there is no such table.

    Raises:
        SettingsError: a file on the way is not readable, or holds unknown keys or bad values.
    """
    start = start.absolute()
    for directory in (start, *start.parents):
        file = in_folder(directory) if directory == start or not _is_everybodys(directory) else None
        if file is not None:
            return load_known(file)
        if any((directory / name).exists() for name in _VCS_DIRECTORIES):
            break
    return Settings()


def load_file(file: Path) -> Settings:
    """Read the ``[tool.bnlint]`` of a file that the user named; its patterns count from the working directory.

    A gate's file lies where nobody who is checked can change it, and not where the code is.

    Args:
        file: a TOML file.

    Raises:
        SettingsError: it is not readable, has no such table, or holds unknown keys or bad values.
    """
    table = tool_table(file)
    if table is None:
        raise SettingsError(f"{file}: no [tool.bnlint]")
    return replace(from_table(table, file.absolute()), directory=Path.cwd())


def load_known(file: Path) -> Settings:
    """Read the ``[tool.bnlint]`` of a file that is known to have one (see ``in_folder``).

    Raises:
        SettingsError: it holds unknown keys or bad values.
    """
    return from_table(tool_table(file) or {}, file)


def _is_everybodys(directory: Path) -> bool:
    try:
        return os.name == "posix" and bool(directory.stat().st_mode & stat.S_IWOTH)
    except OSError:
        return True


def from_table(table: Mapping[str, Any], file: Path) -> Settings:
    """Convert a ``[tool.bnlint]`` table.

    Args:
        table: its keys and values.
        file: where it stands, for messages and as the anchor of patterns.

    Raises:
        SettingsError: an unknown key or a bad value, there or in a file that it extends.
    """
    return _from_table(table, file, ())


def _from_table(table: Mapping[str, Any], file: Path, extending: tuple[Path, ...]) -> Settings:
    prefix = "" if file.name in OWN_FILES else "tool.bnlint."
    values = _converted(table, KEYS, f"{file}: ", prefix)
    if values.get("baseline") is not None:
        values["baseline"] = file.parent / values["baseline"]
    named = values.pop("extend", None)
    more = {name: values.pop(f"extend_{name}") for name in ADDED if f"extend_{name}" in values}
    if named is None:
        return added(Settings(directory=file.parent, file=file, **values), more)
    other = Path(os.path.abspath(file.parent / named.expanduser()))
    if other in (file, *extending):
        raise SettingsError(f"{file}: {prefix}extend: {named} extends itself")
    extended = tool_table(other)
    if extended is None:
        raise SettingsError(f"{file}: {prefix}extend: {other} has no [tool.bnlint]")
    base = _anchored(_from_table(extended, other, (file, *extending)))
    return added(replace(base, directory=file.parent, file=file, **values), more)


ADDED = ("exclude", "per_file_ignores", "select", "fixable")
"""The settings that there is an ``extend-`` to."""


def added(settings: Settings, more: Mapping[str, tuple[Any, ...]]) -> Settings:
    """Return settings with more in some of ``ADDED``; opt-in rules among those that are selected are enabled.

    Args:
        settings: those in force.
        more: what comes beside what they have, by their names.
    """
    values: dict[str, Any] = {}
    for name, items in more.items():
        if not items:
            continue
        before: tuple[Any, ...] = getattr(settings, name)
        if name in ("select", "fixable"):  # nothing means all
            before = before or options.ALL
        values[name] = (*before, *items)
        if name == "select":
            values["enable"] = settings.enable | options.codes_below(items)
    return replace(settings, **values)


def _anchored(settings: Settings) -> Settings:
    """Return settings whose patterns do not depend on where the configuration lies."""
    anchored: dict[str, Any] = {}
    for name in PATTERNS:
        before: tuple[Any, ...] = getattr(settings, name)
        anchored[name] = tuple(from_folder(each, str(settings.directory)) for each in before)
    return replace(settings, **anchored)


PATTERNS = ("exclude", "extend_include", "per_file_ignores", "per_file_keras")
"""The settings that are patterns, or pairs that begin with one."""


def from_folder(pattern: Any, folder: str) -> Any:
    """Return a pattern, or a pair that begins with one, whose paths are absolute.

    Args:
        pattern: relative to a folder if it has a slash.
        folder: the folder.
    """
    if isinstance(pattern, tuple):
        return from_folder(pattern[0], folder), *pattern[1:]
    if pattern.startswith("!"):
        return f"!{from_folder(pattern[1:], folder)}"
    return os.path.abspath(os.path.join(folder, pattern)) if "/" in pattern else pattern


def in_folder(directory: Path, inside: bool = False) -> Path | None:
    """Return the file with the settings of a directory, None where it has none of its own.

    Args:
        directory: the directory.
        inside: it is one of many that hold what is checked, where a file that is broken and does not speak of bnlint
            (data of a test) is nobody's mistake.

    Raises:
        SettingsError: a file in it is not readable.
    """
    for file in (directory / name for name in CONFIGURATIONS):
        if file.is_file() and (not inside or _speaks_of_us(file)) and tool_table(file) is not None:
            return file
    return None


def _speaks_of_us(file: Path) -> bool:
    try:
        return file.name in OWN_FILES or b"bnlint" in regular.contents(file)
    except OSError:
        return False


def with_editors(chosen: Settings, table: Mapping[str, Any], folder: Path) -> Settings:
    """Return settings with those of an editor over them, key by key, as options of the command are.

    Args:
        chosen: the project's.
        table: the editor's keys and values; what is None is not set, and an empty baseline is none.
        folder: what patterns with a slash, and the baseline, are relative to where the project has no configuration.

    Raises:
        SettingsError: an unknown key or a bad value.
    """
    given = {key: value for key, value in table.items() if value is not None}
    everything = given.get("baseline") == ""
    if everything:
        del given["baseline"]
    values = _converted(given, EDITOR_KEYS, "settings of the editor: ", "bnlint.")
    if "keras" in values:
        values.setdefault("per_file_keras", ())
    directory = folder if chosen.file is None else chosen.directory
    if everything:
        values["baseline"] = None
    elif "baseline" in values:
        values["baseline"] = directory / values["baseline"]
    return replace(chosen, directory=directory, **values)


def _converted(table: Mapping[str, Any], known: Sequence[str], where: str, prefix: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            meant = like(key, known)
            raise SettingsError(f"{where}unknown key {prefix}{key}{meant} (see: bnlint config)")
        try:
            values[key.replace("-", "_")] = _CONVERTERS[key](value)
        except ArgumentTypeError as error:
            raise SettingsError(f"{where}{prefix}{key}: {error}") from error
    return values


def _keras(value: Any) -> KerasTarget:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ArgumentTypeError(f"{value!r} is not one of {', '.join(options.KERAS_TARGETS)}")
    return options.keras_target(str(value))


def _backend(value: Any) -> BackendTarget:
    if not isinstance(value, str):
        raise ArgumentTypeError(f"{value!r} is not one of {', '.join(options.BACKEND_TARGETS)}")
    return options.backend_target(value)


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ArgumentTypeError(f"{value!r} is no number of seconds")
    return options.seconds(str(value))


def _min_values(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ArgumentTypeError(f"{value!r} is no number of values above 1")
    return options.min_values(str(value))


def _switch(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return options.yes_no(value)
    raise ArgumentTypeError(f"{value!r} is not true or false")


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ArgumentTypeError(f"{value!r} is not a list of strings")
    return tuple(value)


def _path(value: Any) -> Path:
    if not isinstance(value, str) or not value:
        raise ArgumentTypeError(f"{value!r} is not the name of a file")
    return Path(value)


def _codes(value: Any) -> frozenset[str]:
    return options.all_codes(",".join(_strings(value)))


def _prefixes(value: Any) -> tuple[str, ...]:
    return options.code_prefixes(",".join(_strings(value)))


def _per_file(value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        raise ArgumentTypeError(f"{value!r} is not a table of patterns and lists of codes")
    return tuple((pattern, _prefixes(prefixes)) for pattern, prefixes in value.items())


def _per_file_keras(value: Any) -> tuple[tuple[str, KerasTarget], ...]:
    if not isinstance(value, dict):
        raise ArgumentTypeError(f"{value!r} is not a table of patterns, each with a Keras")
    return tuple((pattern, _keras(keras)) for pattern, keras in value.items())


def _format(value: Any) -> str:
    if value not in options.OUTPUT_FORMATS:
        raise ArgumentTypeError(f"{value!r} is not one of {', '.join(options.OUTPUT_FORMATS)}")
    return str(value)


def _version(value: Any) -> str:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # start-up: few projects ask for a version

    try:
        wanted = SpecifierSet(value if not value[:1].isdigit() else f"=={value}", prereleases=True)
    except (InvalidSpecifier, TypeError, AttributeError):
        raise ArgumentTypeError(f"{value!r} says of no version whether it is one of those") from None
    if not wanted.contains(__version__):
        raise ArgumentTypeError(f"this is bnlint {__version__}, and the project wants {value}")
    return str(value)


def _library(value: Any) -> tuple[Row, ...]:
    try:
        return user.rows(value)
    except user.RowError as error:
        raise ArgumentTypeError(str(error)) from error


_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "backend": _backend,
    "baseline": _path,
    "enable": _codes,
    "exclude": _strings,
    "extend": _path,
    "extend-exclude": _strings,
    "extend-fixable": _prefixes,
    "extend-include": _strings,
    "extend-per-file-ignores": _per_file,
    "extend-safe-fixes": _prefixes,
    "extend-select": _prefixes,
    "extend-unsafe-fixes": _prefixes,
    "fixable": _prefixes,
    "follow-imports": _switch,
    "force-exclude": _switch,
    "group": _switch,
    "ignore": _prefixes,
    "keras": _keras,
    "library": _library,
    "min-values": _min_values,
    "output-format": _format,
    "per-file-ignores": _per_file,
    "per-file-keras": _per_file_keras,
    "required-version": _version,
    "respect-gitignore": _switch,
    "select": _prefixes,
    "show-fixes": _switch,
    "time-limit": _seconds,
    "unfixable": _prefixes,
    "unsafe-fixes": _switch,
}

KEYS = tuple(_CONVERTERS)
"""The keys of ``[tool.bnlint]``."""

EDITOR_KEYS = tuple(
    key
    for key in KEYS
    if key
    not in (
        *("extend", "extend-include", "force-exclude", "output-format", "required-version"),
        *("show-fixes", "unsafe-fixes"),
        *("extend-exclude", "extend-fixable", "extend-per-file-ignores", "extend-select"),
    )
)
"""Those that an editor may set: what is about files and output is the command's, and what adds the project's."""

__all__ = ["KEYS", "Settings", "SettingsError", "from_table", "load", "load_file", "with_editors"]
