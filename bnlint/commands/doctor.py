"""``bnlint doctor``: what keeps findings from showing up in this project, and what to do about it."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from bnlint.commands import EXIT_CLEAN, EXIT_FINDINGS, common, console
from bnlint.doctor import Check, flake8, keras, library, ruff
from bnlint.output.documents import dumped
from bnlint.results.wording import harmless
from bnlint.settings.loading import SettingsError
from bnlint.settings.usage import Parser

_COLORS = {"ok": "\x1b[32m", "note": "\x1b[36m", "problem": "\x1b[1;31m"}
_RESET = "\x1b[0m"
_WIDTH = 8
_NARROWEST = 30
"""Columns that a text gets even on a narrower terminal."""


def main(argv: Sequence[str]) -> int:
    """Run ``bnlint doctor``; see ``bnlint.cli.Command``."""
    parsed = _parser().parse_args(argv)
    try:
        settings, paths = common.find(parsed, common.settings_of(parsed))
    except SettingsError as error:
        return console.fail(error)
    folder = common.folder_of(parsed)
    host = flake8.ask(folder)
    checks = [
        *keras.look(paths, settings),
        *library.look(paths, settings, flake8.library(host)),
        *flake8.look(host, paths, settings),
        *ruff.look(folder),
    ]
    if parsed.output_format == "json":
        console.write([dumped({"checks": [asdict(check) for check in checks]})])
    else:
        color = console.use_color(parsed.color, sys.stdout)
        console.write(_lines(checks, color, console.width(sys.stdout)))
    return EXIT_FINDINGS if any(check.status == "problem" for check in checks) else EXIT_CLEAN


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="bnlint doctor",
        description="Say which Keras and which backend the files of each folder are judged for and why, which files "
        "use what you say of your own libraries, whether flake8 shows the findings here, and whether ruff would remove "
        "the # noqa comments.",
        epilog="Exit code: 0 no problem found, 1 a problem found.",
    )
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="files and directories")
    common.add_files(parser)
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    return parser


def _lines(checks: Sequence[Check], color: bool, width: int) -> Iterator[str]:
    """Yield the lines to print.

    Args:
        checks: what was looked at.
        color: in colours.
        width: how many columns there are, 0 for any number.
    """
    for check in checks:
        status = f"{check.status:<{_WIDTH}}"
        painted = f"{_COLORS[check.status]}{status}{_RESET}" if color else status
        first, *more = _wrapped(f"{status}{check.area:<{_WIDTH}}", check.message, width)
        yield painted + first.removeprefix(status)
        yield from more
        if check.remedy:
            yield from _wrapped(f"{'':<{2 * _WIDTH}}-> ", check.remedy, width)


def _wrapped(start: str, said: str, width: int) -> list[str]:
    """Return a text in lines; those after the first begin below it."""
    if not width:
        return [start + harmless(said)]
    return textwrap.wrap(
        harmless(said),
        max(width, len(start) + _NARROWEST),
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )
