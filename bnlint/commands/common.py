"""What the commands that read code have in common: which files, which settings."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bnlint.commands import console, parallel
from bnlint.commands.progress import Progress
from bnlint.results.report import Report
from bnlint.settings import loading, options
from bnlint.settings.loading import Settings
from bnlint.settings.usage import Adding
from bnlint.sources import files

_OVERRIDES = (
    "exclude",
    "per_file_ignores",
    "per_file_keras",
    "extend_include",
    "force_exclude",
    "respect_gitignore",
    "baseline",
    "select",
    "ignore",
    "enable",
    "keras",
    "backend",
    "follow_imports",
    "library",
    "time_limit",
    "min_values",
    "group",
    "disable_noqa",
    "fixable",
    "unfixable",
    "extend_safe_fixes",
    "extend_unsafe_fixes",
    "unsafe_fixes",
    "show_fixes",
)


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose rules."""
    rules = parser.add_argument_group("rules")
    rules.add_argument(
        "--select", action=Adding, type=options.code_prefixes, metavar="CODES", help="show only these (BNL1 is a group)"
    )
    rules.add_argument("--ignore", action=Adding, type=options.code_prefixes, metavar="CODES", help="do not show these")
    rules.add_argument(
        "--enable", action=Adding, type=options.all_codes, metavar="CODES", help="opt-in rules to switch on"
    )
    rules.add_argument(
        "--extend-select",
        action=Adding,
        type=options.code_prefixes,
        metavar="CODES",
        help="show these, too, beside those of the configuration; opt-in rules among them are switched on",
    )
    rules.add_argument(
        "--min-values",
        type=options.min_values,
        metavar="N",
        help="how many values of a batch each statistic is to be made of at least, for BNL206 (default: 8)",
    )


def add_files(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose files and the configuration."""
    chosen = parser.add_argument_group("files")
    chosen.add_argument(
        "--exclude",
        action=Adding,
        type=options.patterns,
        metavar="PATTERNS",
        help="files and directories that a walk leaves out, in place of those of the configuration",
    )
    chosen.add_argument(
        "--extend-exclude", action=Adding, type=options.patterns, metavar="PATTERNS", help="the same, beside those"
    )
    chosen.add_argument(
        "--extend-include",
        action=Adding,
        type=options.patterns,
        metavar="PATTERNS",
        help="files that a walk takes beside *.py and *.ipynb",
    )
    chosen.add_argument(
        "--force-exclude",
        action=argparse.BooleanOptionalAction,
        help="leave out excluded files even if they are named (for pre-commit)",
    )
    chosen.add_argument(
        "--respect-gitignore",
        type=options.yes_no,
        metavar="{yes,no}",
        help="leave out what git ignores (default: yes)",
    )
    chosen.add_argument(
        "--no-respect-gitignore", dest="respect_gitignore", action="store_false", default=None, help="the same as no"
    )
    chosen.add_argument(
        "--per-file-ignores",
        action=Adding,
        type=options.per_file_ignores,
        metavar="PATTERN:CODES",
        help="do not show these in such files, in place of those of the configuration",
    )
    chosen.add_argument(
        "--extend-per-file-ignores",
        action=Adding,
        type=options.per_file_ignores,
        metavar="PATTERN:CODES",
        help="the same, beside those",
    )
    parser.set_defaults(stdin_filename=None)
    configuration = chosen.add_mutually_exclusive_group()
    configuration.add_argument(
        "--config", type=Path, metavar="FILE", help="read [tool.bnlint] of this file, and of no other"
    )
    configuration.add_argument("--isolated", action="store_true", help="read no configuration")


def add_analysis(parser: argparse.ArgumentParser) -> None:
    """Add the options of the analysis."""
    analysis = parser.add_argument_group("analysis")
    analysis.add_argument(
        "--keras",
        type=options.keras_target,
        metavar="{auto,2,3}",
        help="the Keras version the code will run on (default: auto, from imports, requirements, installation)",
    )
    analysis.add_argument(
        "--per-file-keras",
        action=Adding,
        type=options.per_file_keras,
        metavar="PATTERN:KERAS",
        help="the same for such files, e.g. old/*:2",
    )
    analysis.add_argument(
        "--backend",
        type=options.backend_target,
        metavar="{auto,tensorflow,jax,torch}",
        help="what Keras 3 will run on there (default: auto, from KERAS_BACKEND, imports, requirements)",
    )
    analysis.add_argument(
        "--follow-imports",
        type=options.yes_no,
        metavar="{yes,no}",
        help="read the project's other modules when a question needs them (default: yes)",
    )
    analysis.add_argument(
        "--libraries",
        dest="library",
        type=options.libraries,
        metavar="FILE",
        help="a TOML file of [[tool.bnlint.library]] rows about layers and trainers of your own",
    )
    analysis.add_argument(
        "--time-limit",
        type=options.seconds,
        metavar="SECONDS",
        help="how long each part of the analysis of one file may take, 0 for any time (default: 60)",
    )
    analysis.add_argument(
        "--jobs", type=options.jobs, metavar="{auto,N}", help="processes (default: auto, one unless there is much code)"
    )


def add_grouping(parser: argparse._ActionsContainer) -> None:
    """Add the option that says what one finding is."""
    parser.add_argument(
        "--group",
        type=options.yes_no,
        metavar="{yes,no}",
        help="report places whose mistake has one cause, such as layers that take one default, as one finding at the "
        "cause (default: yes)",
    )


def settings_of(parsed: argparse.Namespace) -> Settings:
    """Read the configuration that belongs to the named files, and let the command line override it.

    Raises:
        SettingsError: the configuration is wrong.
    """
    return _overridden(parsed, _configuration(parsed))


def _overridden(parsed: argparse.Namespace, settings: Settings) -> Settings:
    """Return settings with the options of the command line over them."""
    given = {name: value for name, value in vars(parsed).items() if name in _OVERRIDES and value is not None}
    more = {name: getattr(parsed, f"extend_{name}", None) or () for name in loading.ADDED}
    here = os.getcwd()
    for values in (given, more):
        for name in values.keys() & set(loading.PATTERNS):
            values[name] = tuple(loading.from_folder(each, here) for each in values[name])
    if "keras" in given:
        given.setdefault("per_file_keras", ())
    settings = replace(settings, **given)
    for wanted, unwanted in (("select", "ignore"), ("fixable", "unfixable")):
        if unwanted not in given:
            settings = _asked_for(settings, unwanted, (*given.get(wanted, ()), *more[wanted]))
    return loading.added(settings, more)


def _asked_for(settings: Settings, unwanted: str, asked: tuple[str, ...]) -> Settings:
    """Return settings that do not except what the command line asks for.

    Args:
        settings: those of the configuration.
        unwanted: the setting that excepts some rules.
        asked: codes, or their beginnings.
    """
    left: dict[str, Any] = {
        unwanted: tuple(each for each in getattr(settings, unwanted) if not asked or not each.startswith(asked))
    }
    return replace(settings, **left)


def _configuration(parsed: argparse.Namespace) -> Settings:
    if parsed.isolated:
        return Settings()
    return loading.load_file(parsed.config) if parsed.config is not None else loading.load(folder_of(parsed))


def folder_of(parsed: argparse.Namespace) -> Path:
    """Return the directory that all named files lie in."""
    named = [parsed.stdin_filename or "."] if parsed.paths == ["-"] else parsed.paths or ["."]
    common = Path(os.path.commonpath([os.path.abspath(path) for path in named]))
    return common if common.is_dir() else common.parent


def find(parsed: argparse.Namespace, settings: Settings) -> tuple[Settings, list[str]]:
    """Return the settings, those of folders inside with them, and the files to check.

    Raises:
        SettingsError: a configuration of a folder inside is wrong.
    """
    found = list(
        files.find(
            parsed.paths,
            settings.exclude,
            settings.directory,
            settings.force_exclude,
            settings.respect_gitignore,
            settings.extend_include,
        )
    )
    if parsed.isolated or parsed.config is not None:
        return settings, found
    nested = _nested(parsed, found)
    if not nested:
        return settings, found
    settings = replace(settings, nested=nested)
    named = set() if settings.force_exclude else {os.path.normpath(path) for path in parsed.paths}
    return settings, [path for path in found if os.path.normpath(path) in named or not _is_left_out(path, settings)]


def _nested(parsed: argparse.Namespace, found: Iterable[str]) -> tuple[Settings, ...]:
    """Return the settings of the folders of files whose configuration is not that of the folder of them all."""
    top = Path(os.path.abspath(folder_of(parsed)))
    configurations: dict[Path, Path | None] = {top: None}

    def nearest(folder: Path) -> Path | None:
        if folder not in configurations:
            above = nearest(folder.parent) if folder != folder.parent else None
            configurations[folder] = loading.in_folder(folder, inside=True) or above
        return configurations[folder]

    for folder in {os.path.dirname(os.path.abspath(path)) for path in found}:
        nearest(Path(folder))
    files_inside = {file for file in configurations.values() if file is not None}
    return tuple(_overridden(parsed, loading.load_known(file)) for file in sorted(files_inside))


def _is_left_out(path: str, settings: Settings) -> bool:
    """Whether a file's own configuration leaves it out; which files git ignores the walk knows."""
    own = settings.of(path)
    return own.file != settings.file and files.is_left_out(path, own.exclude, own.directory, False)


def check(parsed: argparse.Namespace, settings: Settings) -> tuple[Report, Sequence[str]]:
    """Check files on disk; return the report and the files.

    Raises:
        SettingsError: a configuration of a folder inside is wrong.
    """
    settings, found = find(parsed, settings)
    if not found and not settings.force_exclude:  # whoever names what is excluded knows
        console.write(["bnlint: no Python files to check (--show-files lists them)"], sys.stderr)
    with Progress(len(found), sys.stderr) as progress:
        return parallel.check(found, settings, parsed.jobs, progress), found


def lines_of(problems: Iterable[object]) -> Iterator[str]:
    """Yield what is said on standard error about files that could not be checked."""
    for problem in problems:
        yield f"bnlint: {problem}"
