"""``bnlint baseline``: record current findings, so that ``check --baseline`` shows only new ones."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bnlint.commands import common, console
from bnlint.commands.reporting import exit_code
from bnlint.results import baseline
from bnlint.results.wording import harmless, plural
from bnlint.settings.loading import Settings, SettingsError
from bnlint.settings.usage import Parser
from bnlint.sources import files, writing

DEFAULT = "bnlint-baseline.json"


def main(argv: Sequence[str]) -> int:
    """Run ``bnlint baseline``; see ``bnlint.cli.Command``."""
    parsed = _parser().parse_args(argv)
    try:
        settings = common.settings_of(parsed)
        parsed.output = parsed.output or _of_the_project(settings)
        if os.path.islink(parsed.output):
            return console.fail(f"{parsed.output}: not written, it is a link to another file: name that one with -o")
        report, _ = common.check(parsed, settings)
        console.write(common.lines_of(report.problems), sys.stderr)
        if report.ended:
            console.write([harmless(f"bnlint: {parsed.output} is as it was")], sys.stderr)
            return report.ended
        writing.overwrite(parsed.output, baseline.write(report, Path(parsed.output)))
    except SettingsError as error:
        return console.fail(error)
    except OSError as error:
        return console.fail(f"{parsed.output}: cannot write: {error.strerror or error}")
    console.write([harmless(f"Wrote {plural(len(report.findings), 'finding')} to {parsed.output}.")])
    return exit_code(report, exit_zero=True)


def _of_the_project(settings: Settings) -> Path:
    """Return the file that the settings name, or the default, relative to the working directory.

    Raises:
        SettingsError: it is not the project's own; whoever wrote the settings may not choose among the user's files.
    """
    named = settings.baseline or Path(DEFAULT)
    top = os.path.realpath(settings.directory if settings.baseline else ".")
    if not Path(os.path.realpath(named)).is_relative_to(top):
        raise SettingsError(f"{named}: not written, it is outside {top}: name it with -o if it is meant")
    if os.path.exists(named) and not os.path.isfile(named):
        raise SettingsError(f"{named}: not written, it is not a regular file: name it with -o if it is meant")
    return Path(files.portable(str(named), Path()))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="bnlint baseline",
        description="Record current findings in a file; `bnlint check --baseline FILE` shows only new ones.",
    )
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="files and directories")
    parser.add_argument(
        *("-o", "--output-file", "--output"),
        dest="output",
        metavar="FILE",
        help=f"default: the setting baseline, else {DEFAULT}",
    )
    common.add_files(parser)
    common.add_rules(parser)
    common.add_analysis(parser)
    common.add_grouping(parser)
    return parser
