"""What the commands that read code have in common: which files, which settings."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bnlint.commands import parallel
from bnlint.commands.progress import Progress
from bnlint.results.report import Report
from bnlint.settings import loading, options
from bnlint.settings.loading import Settings
from bnlint.sources import files

_OVERRIDES = (
    "select",
    "ignore",
    "enable",
    "keras",
    "backend",
    "follow_imports",
    "library",
    "time_limit",
    "group",
    "disable_noqa",
)


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose rules."""
    rules = parser.add_argument_group("rules")
    rules.add_argument(
        "--select", type=options.code_prefixes, metavar="CODES", help="show only these (BNL1 is a group)"
    )
    rules.add_argument("--ignore", type=options.code_prefixes, metavar="CODES", help="do not show these")
    rules.add_argument("--enable", type=options.codes, metavar="CODES", help="opt-in rules to switch on")


def add_analysis(parser: argparse.ArgumentParser) -> None:
    """Add the options of the analysis."""
    analysis = parser.add_argument_group("analysis")
    analysis.add_argument(
        "--keras",
        type=options.keras_target,
        metavar="{auto,2,3}",
        help="the Keras dialect the code will run on (default: auto, from imports, requirements, installation)",
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
    given = {name: getattr(parsed, name, None) for name in _OVERRIDES}
    return replace(loading.load(folder_of(parsed)), **{n: value for n, value in given.items() if value is not None})


def folder_of(parsed: argparse.Namespace) -> Path:
    """Return the directory that all named files lie in."""
    named = [getattr(parsed, "stdin_filename", None) or "."] if parsed.paths == ["-"] else parsed.paths or ["."]
    common = Path(os.path.commonpath([os.path.abspath(path) for path in named]))
    return common if common.is_dir() else common.parent


def find(parsed: argparse.Namespace, settings: Settings) -> Iterator[str]:
    """Yield the files to check."""
    force = getattr(parsed, "force_exclude", False)
    return files.find(parsed.paths, settings.exclude, settings.directory, force)


def check(parsed: argparse.Namespace, settings: Settings) -> tuple[Report, Sequence[str]]:
    """Check files on disk; return the report and the files."""
    found = list(find(parsed, settings))
    with Progress(len(found), sys.stderr) as progress:
        return parallel.check(found, settings, parsed.jobs, progress), found


def lines_of(problems: Iterable[object]) -> Iterator[str]:
    """Yield what is said on standard error about files that could not be checked."""
    for problem in problems:
        yield f"bnlint: {problem}"
