"""``bnlint baseline``: write down the findings that are there, so that ``check --baseline`` shows only new ones."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bnlint.commands import common, console
from bnlint.commands.reporting import exit_code
from bnlint.results import baseline
from bnlint.results.wording import plural
from bnlint.settings.loading import SettingsError
from bnlint.settings.usage import Parser
from bnlint.sources import writing

DEFAULT = "bnlint-baseline.json"


def main(argv: Sequence[str]) -> int:
    """Run ``bnlint baseline``; see ``bnlint.cli.Command``."""
    parsed = _parser().parse_args(argv)
    try:
        settings = common.settings_of(parsed)
        parsed.output = parsed.output or settings.baseline or DEFAULT
        report, _ = common.check(parsed, settings)
        console.write(common.lines_of(report.problems), sys.stderr)
        if report.ended:
            console.write([f"bnlint: {parsed.output} is as it was"], sys.stderr)
            return report.ended
        writing.overwrite(parsed.output, baseline.write(report, Path(parsed.output)))
    except SettingsError as error:
        return console.fail(error)
    except OSError as error:
        return console.fail(f"{parsed.output}: cannot write: {error.strerror or error}")
    console.write([f"Wrote {plural(len(report.findings), 'finding')} to {parsed.output}."])
    return exit_code(report, exit_zero=True)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="bnlint baseline",
        description="Write the findings that are there to a file; `bnlint check --baseline FILE` shows only new ones.",
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
