"""The options of ``bnlint check``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bnlint.commands import common
from bnlint.settings import options
from bnlint.settings.usage import Adding, Parser

_REASON = "--add-noqa-reason"
_ABOUT_FIXES = {
    "--fixable": "offer and make fixes of these rules only",
    "--unfixable": "offer and make no fixes of these",
    "--extend-fixable": "offer and make fixes of these, too, beside those of the configuration",
    "--extend-safe-fixes": "take the unsafe fixes of these for safe ones",
    "--extend-unsafe-fixes": "take the safe fixes of these for unsafe ones",
}


def parser() -> argparse.ArgumentParser:
    """Return the parser of ``bnlint check``."""
    check = Parser(prog="bnlint check", description="Report findings in files.")
    check.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH", help="files and directories, or - for standard input"
    )
    check.add_argument("--stdin-filename", metavar="PATH", help="the name of standard input")
    check.add_argument("-w", "--watch", action="store_true", help="check again when a file changes, until Ctrl-C")
    common.add_files(check)
    common.add_rules(check)
    common.add_analysis(check)
    suppressions = check.add_argument_group("suppressions")
    suppressions.add_argument(
        *("--disable-noqa", "--ignore-noqa"),
        dest="disable_noqa",
        action="store_true",
        default=None,
        help="show what # noqa comments suppress, too",
    )
    suppressions.add_argument(
        "--add-noqa",
        action="store_true",
        help="write a # noqa comment for each finding; --add-noqa=REASON writes the reason behind it",
    )
    suppressions.add_argument(_REASON, dest="noqa_reason", type=options.reason, help=argparse.SUPPRESS)
    suppressions.add_argument(
        "--baseline", type=Path, metavar="FILE", help="show only what is not in this file (see: bnlint baseline)"
    )
    fixes = check.add_argument_group("fixes")
    fixes.add_argument(
        "--fix", action="store_true", help="make the safe fixes (findings say: --fix does it) in the files"
    )
    fixes.add_argument(
        "--fix-only", action="store_true", help="the same, and neither report what is left nor exit 1 for it"
    )
    fixes.add_argument(
        "--unsafe-fixes",
        action=argparse.BooleanOptionalAction,
        help="also those that change how a model trains or predicts",
    )
    fixes.add_argument(
        "--show-fixes", action=argparse.BooleanOptionalAction, help="with --fix or --diff: list what was fixed"
    )
    for name, said in _ABOUT_FIXES.items():
        fixes.add_argument(name, action=Adding, type=options.code_prefixes, metavar="CODES", help=said)
    fixes.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    fixes.add_argument(
        "--exit-non-zero-on-fix", action="store_true", help="exit 1 if a file was changed, even if nothing is left"
    )
    output = check.add_argument_group("output")
    output.add_argument("--output-format", choices=options.OUTPUT_FORMATS)
    output.add_argument(
        "-o", "--output-file", metavar="FILE", help="write there, in one step, instead of to standard output"
    )
    output.add_argument(
        "--report",
        action="append",
        default=[],
        type=options.report,
        metavar="FORMAT=FILE",
        help="write the report in this format, too; may be given several times",
    )
    common.add_grouping(output)
    output.add_argument("-v", "--verbose", action="store_true", help="say of each finding why it is one (text)")
    output.add_argument("-q", "--quiet", action="store_true", help="print findings and errors, and nothing else")
    output.add_argument("-s", "--silent", action="store_true", help="print nothing; the exit code says it")
    output.add_argument("--show-files", action="store_true", help="print the files that would be checked, and end")
    output.add_argument("--show-settings", action="store_true", help="print the settings in force, and end")
    output.add_argument("--statistics", action="store_true", help="add how often each rule was found")
    output.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    output.add_argument("-e", "--exit-zero", action="store_true", help="exit 0 even if there are findings")
    return check


def with_reason(argv: Sequence[str]) -> list[str]:
    """Return arguments in which ``--add-noqa=REASON`` is two; argparse would take the next path for the reason."""
    parts = (["--add-noqa", f"{_REASON}={each[11:]}"] if each.startswith("--add-noqa=") else [each] for each in argv)
    return [each for part in parts for each in part]


def refuse_contradictions(check: argparse.ArgumentParser, parsed: argparse.Namespace) -> None:
    """End with a usage error if options do not go together.

    Args:
        check: the parser.
        parsed: what it found.
    """
    if parsed.watch and ("-" in parsed.paths or parsed.add_noqa or parsed.diff):
        check.error("--watch goes neither with standard input (-), --add-noqa nor --diff")
    if parsed.stdin_filename and parsed.paths != ["-"]:
        check.error("--stdin-filename names standard input, which is checked with -")
    if "-" in parsed.paths and len(parsed.paths) > 1:
        check.error("standard input (-) cannot be checked together with files")
    fixes = parsed.fix or parsed.fix_only or parsed.diff
    if parsed.add_noqa and (fixes or parsed.baseline or parsed.paths == ["-"]):
        check.error("--add-noqa changes files, and goes neither with --fix, --diff, --baseline nor standard input")
    if parsed.report and (parsed.add_noqa or parsed.diff or parsed.fix_only):
        check.error("--report goes neither with --add-noqa, --diff nor --fix-only, which have no report")
    if parsed.output_file and parsed.fix_only:
        check.error("--fix-only has no report that --output-file could take")
    if parsed.silent and (parsed.watch or parsed.diff or parsed.show_files or parsed.show_settings):
        check.error("--silent prints nothing, and goes neither with --watch, --diff, --show-files nor --show-settings")
    if parsed.silent and fixes and parsed.paths == ["-"]:
        check.error("--silent prints nothing, and standard input is fixed onto standard output")
    if (parsed.show_fixes or parsed.exit_non_zero_on_fix) and not fixes:
        check.error("--show-fixes and --exit-non-zero-on-fix go with --fix or --diff")
